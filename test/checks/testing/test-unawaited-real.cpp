// REQUIRES: gtest
// RUN: %check-tidy %s async-test-unawaited,async-test-sleep,async-test-no-timeout
// The macros of a real test framework.
#include <gtest/gtest.h>

#include <future>
#include <thread>

int work();
struct Fixture : testing::Test {};

TEST(Bad, NeverCalled) {
  auto scenario = [] { ASSERT_EQ(work(), 1) << "never seen"; };
  // CHECK: [[#@LINE-1]]:8: warning: the test never calls this lambda, so that its assertions check nothing [async-test-unawaited]
  // CHECK: [[#@LINE-2]]:24: note: the first of its assertions
  // CHECK: note: call it
}
TEST_F(Fixture, Sleeps) {
  int count = 0;
  std::jthread worker([&] { count = work(); });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  // CHECK: [[#@LINE-1]]:3: warning: this sleep guesses when the work is done
  // CHECK: note: started here
  // CHECK: note: relied upon here
  // CHECK: note: instead
  EXPECT_EQ(count, 1);
}
TEST(Bad, WaitsForGood) {
  std::promise<int> promise;
  auto future = promise.get_future();
  std::thread([&] { promise.set_value(1); }).detach();
  EXPECT_EQ(future.get(), 1);
  // CHECK: [[#@LINE-1]]:20: warning: 'get' waits without limit
  // CHECK: note: instead
}
TEST(Ok, Everything) {
  auto scenario = [](int factor) { EXPECT_EQ(work(), factor); };
  scenario(1);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_TRUE(true);
}
