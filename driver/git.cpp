#include "driver/git.h"

#include "driver/format.h"
#include "driver/log.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"

namespace async_tidy {

namespace fs = llvm::sys::fs;

namespace {

std::string textOf(llvm::StringRef path) {
  auto text = llvm::MemoryBuffer::getFile(path);
  return text ? (*text)->getBuffer().str() : "";
}

} // namespace

llvm::Expected<std::string> git(llvm::StringRef folder,
                                llvm::ArrayRef<llvm::StringRef> arguments) {
  const auto program = llvm::sys::findProgramByName("git");
  if (!program)
    return failure("git is not installed, or not on the PATH");
  llvm::SmallString<128> out, err;
  if (fs::createTemporaryFile("async-tidy", "out", out) ||
      fs::createTemporaryFile("async-tidy", "err", err))
    return failure("cannot create a temporary file for git's output");
  const llvm::FileRemover removeOut(out), removeErr(err);
  std::vector<llvm::StringRef> command = {*program, "-C", folder, "-c",
                                          "core.quotePath=false"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const int status = llvm::sys::ExecuteAndWait(*program, command, /*Env=*/std::nullopt,
                                               {llvm::StringRef(), out.str(), err.str()});
  if (status == 0)
    return textOf(out);
  const std::string errors = textOf(err);
  llvm::StringRef said = llvm::StringRef(errors).trim().split('\n').first;
  said.consume_front("fatal: ");
  return failure(said.empty() ? fmt::format("git ended with status {}", status)
                              : said.str());
}

} // namespace async_tidy
