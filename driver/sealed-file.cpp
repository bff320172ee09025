// A cache that cannot be read or written is no error: everything in it can be had again.

#include "driver/sealed-file.h"

#include "driver/digest.h"

#include "llvm/Support/Error.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace async_tidy {

namespace fs = llvm::sys::fs;

namespace {

/// Counts up with every change of what the files hold.
constexpr llvm::StringLiteral version = "async-tidy cache 1\n";

Digest seal(llvm::StringRef path, llvm::StringRef contents) {
  return Hasher().add(version).add(llvm::sys::path::filename(path)).add(contents).take();
}

/// The cache evicts what was not used for the longest time. Not every mount keeps count.
void noteUse(int descriptor) {
  fs::file_status status;
  if (fs::status(descriptor, status))
    return;
  const auto now = std::chrono::system_clock::now();
  constexpr std::chrono::hours oftenEnough(1);
  if (status.getLastAccessedTime() + oftenEnough < now)
    (void)fs::setLastAccessAndModificationTime(descriptor, now);
}

} // namespace

std::optional<std::string> readSealed(llvm::StringRef path) {
  llvm::Expected<fs::file_t> file = fs::openNativeFileForRead(path);
  if (!file) {
    llvm::consumeError(file.takeError());
    return std::nullopt;
  }
  auto buffer = llvm::MemoryBuffer::getOpenFile(*file, path, /*FileSize=*/-1,
                                                /*RequiresNullTerminator=*/false,
                                                /*IsVolatile=*/true);
  std::optional<std::string> contents;
  llvm::StringRef bytes = buffer ? (*buffer)->getBuffer() : "";
  if (bytes.consume_front(version) && bytes.size() >= sizeof(Digest)) {
    const llvm::StringRef found = bytes.take_front(sizeof(Digest));
    bytes = bytes.drop_front(sizeof(Digest));
    if (found == llvm::toStringRef(seal(path, bytes))) {
      contents = bytes.str();
      noteUse(*file);
    }
  }
  (void)fs::closeFile(*file);
  return contents;
}

bool writeSealed(llvm::StringRef path, llvm::StringRef contents) {
  llvm::Error error = llvm::writeToOutput(path, [&](llvm::raw_ostream &out) {
    out << version << llvm::toStringRef(seal(path, contents)) << contents;
    out.flush();
    auto &file = static_cast<llvm::raw_fd_ostream &>(out);
    const std::error_code failed = file.error(); // a full disk, say
    file.clear_error();
    return llvm::errorCodeToError(failed);
  });
  const bool written = !error;
  llvm::consumeError(std::move(error));
  return written;
}

} // namespace async_tidy
