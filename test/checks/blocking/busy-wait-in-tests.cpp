// Helpers of tests poll, because what they test offers nothing to wait for.
// REQUIRES: gtest
// RUN: %check-tidy %s async-busy-wait --silent
// RUN: %check-tidy %s async-busy-wait -o InTests=true
#include <gtest/gtest.h>

#include <atomic>

std::atomic<bool> started;

void waitForStart() {
  while (!started) {
  }
  // CHECK: [[#@LINE-2]]:3: warning: this loop keeps a processor busy until 'started' changes [async-busy-wait]
}

TEST(Service, Starts) {
  waitForStart();
  EXPECT_TRUE(started);
}
