// Ctrl-C and its relatives, as something to wait for.
#pragma once

namespace async_tidy {

/// While it lives, the first SIGINT, SIGTERM or SIGHUP does not end the process but makes
/// a descriptor readable. The second one ends the process.
class InterruptGuard {
public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard &) = delete;
  InterruptGuard &operator=(const InterruptGuard &) = delete;

  int descriptor() const;
  bool isInterrupted() const;
};

} // namespace async_tidy
