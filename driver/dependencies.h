// What an analysis learnt from the file system. If all of it still holds, the analysis
// would see the same again.
#pragma once

#include "driver/archive.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <vector>

namespace async_tidy {

/// What a stat call tells of a file's state. The default is nobody's stamp.
struct Stamp {
  int64_t modified = 0; ///< Nanoseconds.
  uint64_t size = 0;
  uint64_t inode = 0;
  bool operator==(const Stamp &) const = default;
};

/// The stamp, or none while the file is so new that another write might not show in it.
Stamp stampOf(const llvm::vfs::Status &status);

/// Of a file's contents; none if it cannot be read.
Digest digestOfFile(const std::string &path);

/// The names in a folder, as one digest.
Digest digestOfListing(llvm::vfs::FileSystem &files, llvm::StringRef folder);

/// One thing that was learnt.
struct Dependency {
  enum class Kind : uint8_t {
    Content, ///< A file was read.
    Listing, ///< A folder was listed.
    Present, ///< Something was found that is no file.
    Absent,  ///< Nothing was found: a header on another include folder, say.
  };
  std::string path; ///< Absolute, as it was asked for.
  Kind kind = Kind::Absent;
  Digest digest{}; ///< Of contents and listings.
  Stamp stamp;     ///< Likewise.
};

template <typename Archive> void visit(Archive &archive, Stamp &stamp) {
  archive(stamp.modified, stamp.size, stamp.inode);
}

template <typename Archive> void visit(Archive &archive, Dependency &dependency) {
  archive(archive::Path{dependency.path}, dependency.kind, dependency.digest,
          dependency.stamp);
}

/// Collects what is learnt through file systems that it watches.
class DependencyRecorder {
public:
  /// The same file system, watched. The recorder must outlive it.
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>
  watch(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files);

  /// Sorted by path. A file that was found and not read counts as read: Clang compares
  /// some with what a precompiled header or module knows of them.
  std::vector<Dependency> take();

  /// A path that is seen twice keeps what says more.
  void add(Dependency dependency);

private:
  llvm::StringMap<Dependency> byPath_;
};

} // namespace async_tidy
