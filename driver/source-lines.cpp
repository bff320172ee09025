// ClangTidy's errors carry offsets only, so that they outlive the source manager.

#include "driver/source-lines.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>

namespace async_tidy {

const SourceLines::File &SourceLines::file(const std::string &name) {
  auto [entry, isNew] = files_.try_emplace(name);
  File &file = entry->second;
  if (isNew) {
    file.text = read_(name);
    file.lineStarts.push_back(0);
    for (size_t i = 0; i < file.text.size(); ++i)
      if (file.text[i] == '\n')
        file.lineStarts.push_back(i + 1);
  }
  return file;
}

Place SourceLines::place(const std::string &name, unsigned offset) {
  const File &source = file(name);
  offset = std::min<unsigned>(offset, source.text.size());
  const auto next = llvm::upper_bound(source.lineStarts, offset);
  const unsigned start = *std::prev(next);
  const llvm::StringRef line =
      source.text.substr(start).take_until([](char c) { return c == '\n' || c == '\r'; });
  return {name, offset, static_cast<unsigned>(next - source.lineStarts.begin()),
          offset - start + 1, line.str()};
}

Region SourceLines::region(const std::string &name, unsigned offset, unsigned length) {
  Place begin = place(name, offset);
  Place end = place(name, offset + length);
  return {name,
          offset,
          length,
          begin.line,
          begin.column,
          end.line,
          end.column,
          std::move(begin.lineText),
          std::move(end.lineText)};
}

} // namespace async_tidy
