// A list of included headers would miss what was looked for and not found: a header that
// appears earlier on the include path changes the program as well.

#include "driver/dependencies.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/MemoryBuffer.h"

#include <set>

namespace async_tidy {

namespace vfs = llvm::vfs;

namespace {

using Kind = Dependency::Kind;

/// Reports what is read, which may be less than what is opened.
class WatchedFile final : public vfs::File {
public:
  WatchedFile(std::unique_ptr<vfs::File> file, std::string path,
              DependencyRecorder &recorder)
      : file_(std::move(file)), path_(std::move(path)), recorder_(recorder) {}

  llvm::ErrorOr<vfs::Status> status() override { return file_->status(); }
  llvm::ErrorOr<std::string> getName() override { return file_->getName(); }
  std::error_code close() override { return file_->close(); }

  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>>
  getBuffer(const llvm::Twine &name, int64_t size, bool requiresNullTerminator,
            bool isVolatile) override {
    const auto status = file_->status(); // before the bytes: a write between them shows
    auto buffer = file_->getBuffer(name, size, requiresNullTerminator, isVolatile);
    if (buffer)
      recorder_.add({path_, Kind::Content, digestOf((*buffer)->getBuffer()),
                     status ? stampOf(*status) : Stamp()});
    return buffer;
  }

private:
  std::unique_ptr<vfs::File> file_;
  std::string path_;
  DependencyRecorder &recorder_;
};

class WatchedFileSystem final : public vfs::ProxyFileSystem {
public:
  WatchedFileSystem(llvm::IntrusiveRefCntPtr<vfs::FileSystem> files,
                    DependencyRecorder &recorder)
      : ProxyFileSystem(std::move(files)), recorder_(recorder) {}

  llvm::ErrorOr<vfs::Status> status(const llvm::Twine &path) override {
    auto status = ProxyFileSystem::status(path);
    note(path, status);
    return status;
  }

  bool exists(const llvm::Twine &path) override { return bool(status(path)); }

  llvm::ErrorOr<std::unique_ptr<vfs::File>>
  openFileForRead(const llvm::Twine &path) override {
    auto file = ProxyFileSystem::openFileForRead(path);
    if (!file) {
      note(path, file.getError());
      return file;
    }
    note(path, (*file)->status());
    return std::make_unique<WatchedFile>(std::move(*file), absolute(path), recorder_);
  }

  vfs::directory_iterator dir_begin(const llvm::Twine &folder,
                                    std::error_code &error) override {
    const std::string path = absolute(folder);
    const auto status = ProxyFileSystem::status(path);
    if (status)
      recorder_.add({path, Kind::Listing, digestOfListing(getUnderlyingFS(), path),
                     stampOf(*status)});
    else
      note(path, status);
    return ProxyFileSystem::dir_begin(folder, error);
  }

private:
  std::string absolute(const llvm::Twine &path) const {
    llvm::SmallString<256> result;
    path.toVector(result);
    makeAbsolute(result);
    return result.str().str();
  }

  /// A folder that exists says nothing: what was looked for in it does.
  void note(const llvm::Twine &path, const llvm::ErrorOr<vfs::Status> &status) {
    if (!status || !status->isDirectory())
      recorder_.add({absolute(path), status ? Kind::Present : Kind::Absent, {}, {}});
  }

  DependencyRecorder &recorder_;
};

/// A file that came or went meanwhile must not pass for either state.
unsigned weight(Kind kind) {
  switch (kind) {
  case Kind::Present:
    return 0;
  case Kind::Listing:
    return 1;
  case Kind::Content:
    return 2;
  case Kind::Absent:
    break;
  }
  return 3;
}

void readLate(Dependency &dependency) {
  const auto status = vfs::getRealFileSystem()->status(dependency.path);
  if (!status || !status->isRegularFile()) // a pipe would be waited for
    return;
  dependency.stamp = stampOf(*status);
  dependency.digest = digestOfFile(dependency.path);
  dependency.kind = Kind::Content;
}

} // namespace

Digest digestOfFile(const std::string &path) {
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  return buffer ? digestOf((*buffer)->getBuffer()) : Digest();
}

Stamp stampOf(const vfs::Status &status) {
  using namespace std::chrono;
  const auto modified = status.getLastModificationTime();
  constexpr seconds coarsest(2); // file systems round to this, at worst
  if (modified + coarsest > system_clock::now())
    return {};
  return {duration_cast<nanoseconds>(modified.time_since_epoch()).count(),
          status.getSize(), status.getUniqueID().getFile()};
}

Digest digestOfListing(vfs::FileSystem &files, llvm::StringRef folder) {
  std::set<std::string> names;
  std::error_code error;
  for (vfs::directory_iterator entry = files.dir_begin(folder, error), end;
       !error && entry != end; entry.increment(error))
    names.insert(entry->path().str());
  Hasher hasher;
  for (const std::string &name : names)
    hasher.add(llvm::StringRef(name).substr(folder.size()));
  return hasher.take();
}

llvm::IntrusiveRefCntPtr<vfs::FileSystem>
DependencyRecorder::watch(llvm::IntrusiveRefCntPtr<vfs::FileSystem> files) {
  return llvm::makeIntrusiveRefCnt<WatchedFileSystem>(std::move(files), *this);
}

void DependencyRecorder::add(Dependency dependency) {
  auto [entry, isNew] = byPath_.try_emplace(dependency.path);
  if (isNew || weight(entry->second.kind) < weight(dependency.kind))
    entry->second = std::move(dependency);
}

std::vector<Dependency> DependencyRecorder::take() {
  std::vector<Dependency> all;
  for (auto &entry : byPath_) {
    if (entry.second.kind == Kind::Present)
      readLate(entry.second);
    all.push_back(std::move(entry.second));
  }
  byPath_.clear();
  llvm::sort(all, [](const Dependency &left, const Dependency &right) {
    return left.path < right.path;
  });
  return all;
}

} // namespace async_tidy
