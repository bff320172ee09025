// LLVM keeps a stack of what a thread is doing: Clang's parser and matcher push onto it,
// and so do our checks. Its text is for people who debug; here it becomes a name and a
// place.

#include "driver/last-words.h"

#include "driver/format.h"
#include "driver/paths.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/PrettyStackTrace.h"
#include "llvm/Support/Signals.h"

#include <csignal>
#include <pthread.h>
#include <unistd.h>

namespace async_tidy {
namespace {

constexpr llvm::StringLiteral stackUsedUp = "the stack is used up\n";

/// Where the stack of the working thread ends.
std::uintptr_t stackLimit = 0;

void findStackLimit() {
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0)
    return;
  void *lowest = nullptr;
  size_t size = 0;
  if (pthread_attr_getstack(&attributes, &lowest, &size) == 0)
    stackLimit = reinterpret_cast<std::uintptr_t>(lowest);
  pthread_attr_destroy(&attributes);
}

bool isNearStackLimit(const void *address) {
  constexpr std::uintptr_t near = 64 << 10;
  const auto value = reinterpret_cast<std::uintptr_t>(address);
  return stackLimit != 0 && value + near > stackLimit && value < stackLimit + near;
}

void dieLoudly(int signal, siginfo_t *info, void *) {
  if (signal == SIGSEGV && isNearStackLimit(info->si_addr))
    (void)!write(STDERR_FILENO, stackUsedUp.data(), stackUsedUp.size());
  llvm::sys::RunSignalHandlers();
  std::signal(signal, SIG_DFL);
  raise(signal);
}

/// The text of the stack's entries, outermost first.
llvm::SmallVector<llvm::StringRef> entries(llvm::StringRef said) {
  llvm::SmallVector<llvm::StringRef> lines, entries;
  said.split(lines, '\n');
  for (llvm::StringRef line : lines) { // "2.\tfile.cpp:1:2: parsing function body 'f'"
    const auto [number, text] = line.split(".\t");
    unsigned ignored;
    if (!text.empty() && !number.getAsInteger(10, ignored))
      entries.push_back(text.trim());
  }
  return entries;
}

/// An assertion's or fatal error's own words, or an empty string.
llvm::StringRef ownWords(llvm::StringRef said) {
  llvm::SmallVector<llvm::StringRef> lines;
  said.split(lines, '\n');
  for (llvm::StringRef line : lines)
    if (line.contains("LLVM ERROR: ") || line.contains("Assertion `") ||
        line.contains("UNREACHABLE executed"))
      return line.trim();
  return "";
}

/// The predicate, and what stands behind it in parentheses.
using Account = std::pair<std::string, std::string>;

Account whatHappened(const WorkerEnd &end) {
  if (end.reason == WorkerEnd::Reason::TooLong)
    return {"took too long", "see --timeout"};
  if (end.reason == WorkerEnd::Reason::TooMuchMemory)
    return {"needed too much memory", "see --memory"};
  if (llvm::StringRef(end.said).contains(stackUsedUp))
    return {"ran out of stack", "the code is nested too deeply"};
  if (ranOutOfMemory(end))
    return {"ran out of memory", ""};
  if (const llvm::StringRef words = ownWords(end.said); !words.empty())
    return {"crashed", words.str()};
  if (end.reason == WorkerEnd::Reason::Exited)
    return {"ended without a result", fmt::format("exit code {}", end.code)};
  if (end.code == SIGKILL)
    return {"was killed", "perhaps for want of memory"};
  return {"crashed", strsignal(end.code)};
}

} // namespace

void sayLastWords() {
  llvm::EnablePrettyStackTrace();
  findStackLimit();
  static char alternate[128 << 10];
  stack_t stack{};
  stack.ss_sp = alternate;
  stack.ss_size = sizeof alternate;
  sigaltstack(&stack, nullptr);

  struct sigaction action {};
  action.sa_sigaction = dieLoudly;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  for (const int signal :
       {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE, SIGTRAP, SIGSYS, SIGXCPU})
    sigaction(signal, &action, nullptr);
}

bool ranOutOfMemory(const WorkerEnd &end) {
  const llvm::StringRef said = end.said;
  return said.contains("out of memory") || said.contains("std::bad_alloc");
}

std::string describe(const WorkerEnd &end) {
  llvm::StringRef check, innermost;
  for (llvm::StringRef entry : entries(end.said)) {
    if (entry.consume_front("ASTMatcher: Processing '") ||
        entry.consume_front("ASTMatcher: Matching '"))
      check = entry.split('\'').first;
    else
      innermost = entry;
  }
  auto [predicate, details] = whatHappened(end);
  if (!innermost.empty()) {
    innermost.consume_front(currentFolder() + "/");
    details += (details.empty() ? "at " : "; at ") + innermost.str();
  }
  const bool isInClang = check.empty() && !innermost.empty();
  const bool isBug = llvm::StringRef(predicate).starts_with("crashed") ||
                     end.reason == WorkerEnd::Reason::Exited;
  return fmt::format("{} {}{}{}; the findings of this file are lost{}",
                     isInClang ? "Clang" : "the analysis", predicate,
                     check.empty() ? "" : fmt::format(" in {}", check),
                     details.empty() ? "" : fmt::format(" ({})", details),
                     isBug ? ", please report it as a bug" : "");
}

} // namespace async_tidy
