// A worker that dies says in which check and function; its parent goes on.

#include "driver/workers.h"

#include "driver/last-words.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"
#include "llvm/Support/PrettyStackTrace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <map>

namespace async_tidy {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// What Clang's matcher and our checks put on the stack.
template <typename Crash> std::string crashInCheck(Crash crash) {
  const llvm::PrettyStackTraceString parser("<eof> parser at end of file");
  const llvm::PrettyStackTraceString matcher(
      "ASTMatcher: Processing 'async-broken' against:");
  const llvm::PrettyStackTraceString function("/src/a.cpp:3:1: checking 'work'");
  crash();
  return "not reached";
}

std::string outcomeOf(llvm::function_ref<std::string()> job, WorkerLimits limits = {}) {
  limits.jobs = 1;
  std::string outcome;
  runInWorkers(
      {0}, [&](size_t) { return job(); }, limits,
      [&](size_t, JobOutcome result) {
        outcome = result.failure.empty() ? "result: " + result.result : result.failure;
      });
  return outcome;
}

volatile int zero = 0;

int recurse(volatile char *above) {
  volatile char frame[4096];
  frame[zero] = above ? above[zero] : 0;
  return recurse(frame) + frame[zero];
}

TEST(Workers, ResultsComeBackWhole) {
  const std::string large(5 << 20, 'x');
  EXPECT_EQ(outcomeOf([&] { return large; }), "result: " + large);
  EXPECT_EQ(outcomeOf([] { return ""; }), "result: ");
}

TEST(Workers, ManyJobsAtATime) {
  const auto numbers = llvm::to_vector(llvm::seq<size_t>(0, 50));
  std::map<size_t, std::string> results;
  WorkerLimits limits;
  limits.jobs = 7;
  EXPECT_TRUE(runInWorkers(
      numbers,
      [](size_t number) {
        if (number == 13)
          std::abort();
        return std::to_string(number);
      },
      limits,
      [&](size_t number, JobOutcome outcome) { results[number] = outcome.result; }));
  EXPECT_EQ(results.size(), 50u);
  EXPECT_EQ(results[12], "12");
  EXPECT_EQ(results[13], "");
  EXPECT_EQ(results[49], "49");
}

TEST(Workers, CrashNamesCheckAndFunction) {
  EXPECT_THAT(outcomeOf([] { return crashInCheck([] { raise(SIGSEGV); }); }),
              AllOf(StartsWith("the analysis crashed in async-broken ("),
                    HasSubstr("; at /src/a.cpp:3:1: checking 'work'); "),
                    HasSubstr("please report it as a bug")));
}

TEST(Workers, AnAssertionIsQuoted) {
  const auto fail = [] {
    llvm::errs() << "async-tidy: a.cpp:1: Assertion `x == 1' failed.\n";
    std::abort();
  };
  EXPECT_THAT(
      outcomeOf([&] { return crashInCheck(fail); }),
      HasSubstr("in async-broken (async-tidy: a.cpp:1: Assertion `x == 1' failed.; at"));
}

TEST(Workers, AnExhaustedStackIsNoBug) {
  EXPECT_THAT(outcomeOf([] { return crashInCheck([] { recurse(nullptr); }); }),
              AllOf(StartsWith("the analysis ran out of stack in async-broken (the code "
                               "is nested too deeply; at"),
                    Not(HasSubstr("bug"))));
}

TEST(Workers, MemoryIsLimited) {
  WorkerLimits limits;
  limits.memoryMiB = 64;
  const auto grow = [] {
    std::vector<std::string> all;
    for (;;)
      all.emplace_back(1 << 20, 'x');
  };
  EXPECT_THAT(outcomeOf([&] { return crashInCheck(grow); }, limits),
              StartsWith("the analysis needed too much memory in async-broken (see "
                         "--memory; at"));
}

TEST(Workers, TimeIsLimited) {
  WorkerLimits limits;
  limits.timeout = std::chrono::seconds(1);
  EXPECT_THAT(
      outcomeOf(
          [&] {
            return crashInCheck([] {
              pause();
              pause();
            });
          },
          limits),
      StartsWith("the analysis took too long in async-broken (see --timeout; at"));
}

TEST(Workers, WhatClangCannotDoIsClangs) {
  EXPECT_THAT(
      outcomeOf([]() -> std::string {
        const llvm::PrettyStackTraceString parser("a.cpp:1:2: current parser token");
        std::abort();
      }),
      StartsWith("Clang crashed (Aborted; at a.cpp:1:2: current parser token); "));
}

TEST(Workers, OneThatJustEndsIsNoSuccess) {
  EXPECT_THAT(outcomeOf([]() -> std::string { _exit(3); }),
              StartsWith("the analysis ended without a result (exit code 3); "));
}

} // namespace
} // namespace async_tidy
