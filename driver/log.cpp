// Standard error is for people: every message is one line and is said once.

#include "driver/log.h"

#include "driver/format.h"

#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

namespace async_tidy {

bool Log::print(llvm::StringRef level, const std::string &message) {
  if (!printed_.insert(message).second)
    return false;
  const std::string shown = status_;
  status("");
  llvm::errs() << fmt::format("async-tidy: {}: {}\n", level, message);
  status(shown);
  return true;
}

void Log::status(const std::string &text) {
  if (quiet_ || text == status_ || !llvm::sys::Process::StandardErrIsDisplayed())
    return;
  constexpr llvm::StringLiteral clearLine = "\r\033[K";
  const unsigned columns = llvm::sys::Process::StandardErrColumns();
  llvm::errs() << clearLine
               << llvm::StringRef(text).take_front(columns ? columns - 1 : text.size());
  status_ = text;
}

void Log::error(const std::string &message, llvm::StringRef file) {
  if (print("error", message))
    failures_.push_back({file.str(), message});
}

void Log::error(llvm::Error error, llvm::StringRef file) {
  llvm::handleAllErrors(std::move(error), [&](const llvm::ErrorInfoBase &info) {
    this->error(info.message(), file);
  });
}

void Log::info(const std::string &message) { print("info", message); }

void Log::note(const std::string &message) {
  if (!quiet_)
    print("note", message);
}

llvm::Error failure(const std::string &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), "%s", message.c_str());
}

} // namespace async_tidy
