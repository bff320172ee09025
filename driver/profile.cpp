// ClangTidy hands its profile out in one way only: as a JSON file in a folder that we
// name.

#include "driver/profile.h"

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

namespace async_tidy {

namespace fs = llvm::sys::fs;

Profile::Profile(clang::tidy::ClangTidyContext &context, bool enabled) {
  llvm::SmallString<128> folder;
  if (!enabled || fs::createUniqueDirectory("async-tidy-profile", folder))
    return;
  folder_ = folder.str().str();
  context.setEnableProfiling(true);
  context.setProfileStoragePrefix(folder_);
}

Profile::~Profile() {
  if (!folder_.empty())
    fs::remove_directories(folder_);
}

std::map<std::string, double> Profile::read() const {
  std::map<std::string, double> seconds;
  std::error_code error;
  if (folder_.empty())
    return seconds;
  for (fs::directory_iterator entry(folder_, error), end; !error && entry != end;
       entry.increment(error)) {
    auto text = llvm::MemoryBuffer::getFile(entry->path());
    if (!text)
      continue;
    llvm::Expected<llvm::json::Value> value = llvm::json::parse((*text)->getBuffer());
    if (!value) {
      llvm::consumeError(value.takeError());
      continue;
    }
    const llvm::json::Object *root = value->getAsObject();
    const llvm::json::Object *profile = root ? root->getObject("profile") : nullptr;
    if (!profile)
      continue;
    for (const auto &[key, time] : *profile) { // time.clang-tidy.CHECK.{wall,user,sys}
      llvm::StringRef name = key;
      name.consume_front("time.clang-tidy.");
      if (name.consume_back(".user") || name.consume_back(".sys"))
        seconds[name.str()] += time.getAsNumber().value_or(0);
    }
  }
  return seconds;
}

} // namespace async_tidy
