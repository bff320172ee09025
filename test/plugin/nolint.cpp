// Comments silence our findings as they do clang-tidy's own.
// RUN: %check-tidy %s async-discarded-task
#include "home/task.h"

void sameLine() { home::tick(); } // NOLINT(async-discarded-task)

void anyCheck() { home::tick(); } // NOLINT

// NOLINTNEXTLINE(async-*)
void nextLine() { home::tick(); }

// NOLINTBEGIN(async-discarded-task)
void block() { home::tick(); }
// NOLINTEND(async-discarded-task)

// NOLINTNEXTLINE(async-unnamed-guard)
void otherCheck() { home::tick(); }
// CHECK: [[#@LINE-1]]:21: warning: {{.*}} [async-discarded-task]
