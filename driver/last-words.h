// What a dying worker says of where it was, and how its parent puts that into one
// sentence.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>

namespace async_tidy {

/// Makes this process print on standard error what it was doing when a signal ends it.
/// Call on the thread that does the work: it gets a stack for the case that its own is
/// used up.
void sayLastWords();

/// How a worker ended.
struct WorkerEnd {
  enum class Reason { Exited, Signalled, TooLong, TooMuchMemory };
  Reason reason = Reason::Exited;
  int code = 0;     ///< Exit code or signal.
  std::string said; ///< Its standard error.
};

/// Whether it died because memory was refused.
bool ranOutOfMemory(const WorkerEnd &end);

/// One sentence without the file's name: what happened, in which check or in Clang, and
/// what that means.
std::string describe(const WorkerEnd &end);

} // namespace async_tidy
