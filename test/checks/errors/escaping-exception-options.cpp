// RUN: %check-tidy %s async-escaping-exception -o ReportHandlers=true
#include "home/loop.h"

void bad_callback(home::Loop &loop) {
  loop.post([] { throw 1; });
  // CHECK: [[#@LINE-1]]:8: warning: this lambda throws, and the exception leaves the event loop that calls it [async-escaping-exception]
  // CHECK: [[#@LINE-2]]:18: note: thrown here, and caught nowhere
  // CHECK: note: instead, catch it in there, or hand the error to whoever waits
}
void ok_callback(home::Loop &loop) {
  loop.post([] {
    try {
      throw 1;
    } catch (int) {
    }
  });
}
