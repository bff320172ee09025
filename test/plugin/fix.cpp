// clang-tidy's own --fix applies what we offer.
// RUN: %check-tidy %s async-unnamed-guard --fix
#include <mutex>

std::mutex mutex;
int shared = 0;

void update() {
  std::lock_guard<std::mutex>{mutex};
  ++shared;
}
// CHECK: [[#@LINE-3]]:3: warning: {{.*}} [async-unnamed-guard]
// CHECK-FIXES: std::lock_guard<std::mutex> {{[a-zA-Z_]+}}{mutex};
