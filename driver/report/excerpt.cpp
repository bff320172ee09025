#include "driver/report/excerpt.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/LineIterator.h"
#include "llvm/Support/MemoryBuffer.h"

namespace async_tidy {

const std::vector<std::string> &Excerpts::linesOf(const std::string &file) {
  auto [entry, isNew] = files_.try_emplace(file);
  std::vector<std::string> &lines = entry->second;
  if (!isNew)
    return lines;
  if (auto text = llvm::MemoryBuffer::getFile(file, /*IsText=*/true))
    for (llvm::line_iterator line(**text, /*SkipBlanks=*/false); !line.is_at_eof();
         ++line)
      lines.push_back(line->rtrim('\r').str());
  return lines;
}

void Excerpts::add(std::vector<Excerpt> &excerpts, const Place &where, Step step) {
  if (where.file.empty())
    return;
  constexpr unsigned around = 2;
  auto found = llvm::find_if(
      excerpts, [&](const Excerpt &excerpt) { return excerpt.file == where.file; });
  if (found == excerpts.end())
    found = excerpts.insert(found, Excerpt{where.file, {}});
  const std::vector<std::string> &lines = linesOf(where.file);
  if (where.line <= lines.size() && lines[where.line - 1] == where.lineText) {
    const unsigned first = where.line > around ? where.line - around : 1;
    const unsigned last = std::min<unsigned>(where.line + around, lines.size());
    for (unsigned line = first; line <= last; ++line)
      found->lines[line].text = lines[line - 1];
  }
  Excerpt::Line &line = found->lines[where.line];
  line.text = where.lineText;
  line.steps.push_back(std::move(step));
}

std::vector<Excerpt> Excerpts::of(const Finding &finding) {
  std::vector<Excerpt> excerpts;
  add(excerpts, finding.where, {0, finding.message});
  for (const auto &[index, note] : llvm::enumerate(finding.notes))
    add(excerpts, note.where, {static_cast<unsigned>(index) + 1, note.message});
  return excerpts;
}

} // namespace async_tidy
