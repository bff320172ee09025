#include "driver/files.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

namespace async_tidy {

namespace fs = llvm::sys::fs;

namespace {

llvm::Error writeDirectly(const std::string &path, llvm::StringRef text) {
  std::error_code error;
  llvm::raw_fd_ostream out(path, error);
  if (error)
    return llvm::errorCodeToError(error);
  out << text;
  out.close();
  error = out.error();
  out.clear_error();
  return llvm::errorCodeToError(error);
}

} // namespace

llvm::Error writeFile(const std::string &path, llvm::StringRef text) {
  llvm::SmallString<128> target(path);
  fs::file_status status;
  const bool exists = !fs::status(path, status) && fs::exists(status);
  if (!exists || status.type() != fs::file_type::regular_file)
    return writeDirectly(path, text);
  fs::real_path(path, target);
  llvm::Expected<fs::TempFile> file =
      fs::TempFile::create(target + ".%%%%%%.tmp", fs::owner_read | fs::owner_write);
  if (!file)
    return file.takeError();
  llvm::raw_fd_ostream out(file->FD, /*shouldClose=*/false);
  out << text;
  out.flush();
  std::error_code error = out.error();
  out.clear_error();
  if (!error)
    error = fs::setPermissions(file->FD, status.permissions());
  if (error)
    return llvm::joinErrors(llvm::errorCodeToError(error), file->discard());
  return file->keep(target);
}

} // namespace async_tidy
