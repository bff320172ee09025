// Offsets to lines and columns, for files that the parse has read.
#pragma once

#include "driver/finding.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"

#include <functional>
#include <vector>

namespace async_tidy {

class SourceLines {
public:
  /// `read` gives a file's text, or an empty one.
  explicit SourceLines(std::function<llvm::StringRef(const std::string &)> read)
      : read_(std::move(read)) {}

  Place place(const std::string &file, unsigned offset);
  Region region(const std::string &file, unsigned offset, unsigned length);

private:
  struct File {
    llvm::StringRef text;
    std::vector<unsigned> lineStarts;
  };
  const File &file(const std::string &name);

  std::function<llvm::StringRef(const std::string &)> read_;
  llvm::StringMap<File> files_;
};

} // namespace async_tidy
