// RUN: %check-tidy %s async-unnamed-guard
#include <mutex>

#define CONCATENATED(name, line) name##line
#define NAMED(name, line) CONCATENATED(name, line)
#define TEST_CASE(text) static void NAMED(testCase, __LINE__)()
#define EXPECT(condition) (void)((condition) || (throw 1, true))

std::mutex m;
void work();

TEST_CASE("ok: a guard is what is tested") {
  std::unique_lock<std::mutex> guard(m, std::defer_lock);
  EXPECT(!guard.owns_lock());
}
TEST_CASE("bad: locks nothing for others") {
  std::lock_guard<std::mutex>{m};
  // CHECK: [[#@LINE-1]]:3: warning: this std::lock_guard has no name, so it unlocks before the next statement [async-unnamed-guard]
  // CHECK: note: give it a name
  work();
}
