// RUN: %check-tidy %s async-blocking-call --silent
// No framework's macro is here, but a header that only tests have a use for.
#include "home/task.h"
#include "test_helpers.h"

#include <unistd.h>

home::Task<> drive() {
  ::sleep(1);
  co_return;
}
