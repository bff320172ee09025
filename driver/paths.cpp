// One spelling per file, so that findings of one header seen through two files compare
// equal.

#include "driver/paths.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace async_tidy {

namespace path = llvm::sys::path;

std::string currentFolder() {
  llvm::SmallString<128> folder;
  llvm::sys::fs::current_path(folder);
  return folder.str().str();
}

std::string absolutePath(llvm::StringRef relative, llvm::StringRef folder) {
  llvm::SmallString<128> result(relative);
  if (!path::is_absolute(relative)) {
    result = folder.empty() ? llvm::StringRef(currentFolder()) : folder;
    path::append(result, relative);
  }
  path::remove_dots(result, /*remove_dot_dot=*/true);
  if (result.size() > 1 && result.ends_with("/"))
    result.pop_back();
  return result.str().str();
}

bool isInside(llvm::StringRef file, llvm::StringRef folder) {
  if (!file.consume_front(folder))
    return false;
  return file.empty() || file.starts_with("/") || folder.ends_with("/");
}

std::string relativePath(llvm::StringRef file, llvm::StringRef folder) {
  if (folder.empty() || file == folder || !isInside(file, folder))
    return file.str();
  return file.drop_front(folder.size()).ltrim('/').str();
}

bool isHeaderName(llvm::StringRef file) {
  constexpr llvm::StringLiteral known[] = {".h",   ".hh",  ".hpp", ".hxx",
                                           ".h++", ".inl", ".ipp", ".tcc"};
  return llvm::is_contained(known, path::extension(file));
}

bool isSourceName(llvm::StringRef file) {
  constexpr llvm::StringLiteral known[] = {".cpp", ".cc", ".cxx", ".c++", ".C", ".cppm"};
  return llvm::is_contained(known, path::extension(file));
}

} // namespace async_tidy
