// A signal may come between a look at a flag and the wait that follows; a byte in a pipe
// cannot be missed.

#include "driver/interrupt.h"

#include "llvm/Support/Signals.h"

#include <atomic>
#include <fcntl.h>
#include <unistd.h>

namespace async_tidy {
namespace {

std::atomic<bool> interrupted = false;
int wakeUp[2] = {-1, -1};

void noteInterrupt() {
  interrupted = true;
  (void)!write(wakeUp[1], "", 1);
}

} // namespace

InterruptGuard::InterruptGuard() {
  if (pipe2(wakeUp, O_CLOEXEC | O_NONBLOCK) != 0)
    wakeUp[0] = wakeUp[1] = -1;
  llvm::sys::SetInterruptFunction(noteInterrupt);
}

InterruptGuard::~InterruptGuard() {
  llvm::sys::SetInterruptFunction(nullptr);
  close(wakeUp[0]);
  close(wakeUp[1]);
}

int InterruptGuard::descriptor() const { return wakeUp[0]; }
bool InterruptGuard::isInterrupted() const { return interrupted; }

} // namespace async_tidy
