// REQUIRES: boost-test, catch2
// RUN: %check-tidy %s async-blocking-call --silent -- -DGOOGLE_TEST
// RUN: %check-tidy %s async-blocking-call --silent -- -DCATCH
// RUN: %check-tidy %s async-blocking-call --silent -- -DBOOST
// RUN: %check-tidy %s async-blocking-call --silent -- -DHOME_MADE
// RUN: %check-tidy %s async-blocking-call
// A file with a test's body is a test as a whole, helpers included; blocking in it is the plan.

#include "home/task.h"

#include <unistd.h>

#if defined(GOOGLE_TEST)
#include <gtest/gtest.h>
#elif defined(CATCH)
#include <catch2/catch.hpp>
#elif defined(BOOST)
#define BOOST_TEST_MODULE Suite
#include <boost/test/unit_test.hpp>
#elif defined(HOME_MADE)
#define RPC_TEST(name) void test_##name()
#else
#define LATEST(name) void name()
#endif

home::Task<> helper() {
  usleep(1000);
  // CHECK: [[#@LINE-1]]:3: warning: 'usleep' blocks its thread for the whole delay
  co_await home::tick();
}

#if defined(GOOGLE_TEST)
TEST(Suite, Works) { EXPECT_TRUE(true); }
#elif defined(CATCH)
TEST_CASE("works") { REQUIRE(true); }
#elif defined(BOOST)
BOOST_AUTO_TEST_CASE(works) { BOOST_TEST(true); }
#elif defined(HOME_MADE)
RPC_TEST(works) {}
#else
LATEST(version) {}
#endif
