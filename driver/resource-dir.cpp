// Without this folder nearly every file fails with "'stddef.h' file not found", so a
// wrong one is said at the start, once.

#include "driver/resource-dir.h"

#include "driver/format.h"
#include "driver/log.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"

namespace async_tidy {

llvm::Expected<std::string> findResourceDir(llvm::StringRef fromCommandLine) {
  std::string folder = ASYNC_TIDY_RESOURCE_DIR;
  if (auto fromEnvironment = llvm::sys::Process::GetEnv("ASYNC_TIDY_RESOURCE_DIR"))
    folder = *fromEnvironment;
  if (!fromCommandLine.empty())
    folder = fromCommandLine.str();

  llvm::SmallString<128> probe(folder);
  llvm::sys::path::append(probe, "include", "stddef.h");
  if (llvm::sys::fs::exists(probe))
    return folder;
  return failure(
      fmt::format("'{}' does not hold Clang's builtin headers (include/stddef.h); "
                  "install libclang-common-19-dev, or name the folder that "
                  "`clang-19 -print-resource-dir` prints with --resource-dir",
                  folder));
}

} // namespace async_tidy
