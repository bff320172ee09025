// Removed lines matter too: a lock is held over an await because an unlock() went away,
// and no line of the finding's path has changed.

#include "driver/changed-lines.h"

#include "driver/format.h"
#include "driver/git.h"
#include "driver/log.h"
#include "driver/paths.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"

namespace async_tidy {
namespace {

/// Git writes odd names as C strings.
std::string unquoted(llvm::StringRef name) {
  if (!name.consume_front("\"") || !name.consume_back("\""))
    return name.str();
  std::string result;
  while (!name.empty()) {
    char c = name.front();
    name = name.drop_front();
    if (c == '\\' && !name.empty()) {
      unsigned code = 0;
      constexpr size_t octalDigits = 3;
      if (llvm::isDigit(name.front()) &&
          !name.take_front(octalDigits).getAsInteger(8, code)) {
        c = static_cast<char>(code);
        name = name.drop_front(octalDigits);
      } else {
        const size_t escape = llvm::StringRef("abtnvfr").find(name.front());
        c = escape == llvm::StringRef::npos ? name.front() : "\a\b\t\n\v\f\r"[escape];
        name = name.drop_front();
      }
    }
    result += c;
  }
  return result;
}

/// `12` or `12,3`: where, and how many lines.
std::pair<unsigned, unsigned> extent(llvm::StringRef text) {
  const auto [start, count] = text.split(',');
  unsigned line = 0, lines = 1;
  start.getAsInteger(10, line);
  if (!count.empty())
    count.getAsInteger(10, lines);
  return {line, lines};
}

bool hasCommits(llvm::StringRef root) {
  auto head = git(root, {"rev-parse", "--verify", "--quiet", "HEAD"});
  if (head)
    return true;
  llvm::consumeError(head.takeError());
  return false;
}

} // namespace

ChangedLines ChangedLines::parse(llvm::StringRef diff, llvm::StringRef root) {
  ChangedLines result;
  Lines *lines = nullptr;
  unsigned inHunk = 0; // lines left: a line of code may look like a header
  while (!diff.empty()) {
    llvm::StringRef line;
    std::tie(line, diff) = diff.split('\n');
    if (inHunk > 0 && (line.starts_with("+") || line.starts_with("-"))) {
      --inHunk;
    } else if (line.consume_front("+++ ")) {
      const std::string name = unquoted(line.rtrim('\t'));
      llvm::StringRef path = name;
      lines = path.consume_front("b/") ? &result.files_[absolutePath(path, root)]
                                       : nullptr; // deleted
    } else if (line.consume_front("@@ -") && lines) {
      const auto [before, rest] = line.split(" +");
      const auto [oldLine, removed] = extent(before);
      const auto [newLine, added] = extent(rest.split(' ').first);
      inHunk = removed + added;
      if (added > 0)
        lines->changed.push_back({newLine, newLine + added - 1});
      if (removed > 0)
        lines->removedAfter.push_back(newLine);
    }
  }
  return result;
}

llvm::Expected<ChangedLines> ChangedLines::since(llvm::StringRef revision,
                                                 llvm::StringRef root) {
  const auto explain = [&](llvm::Error error) {
    return failure(
        fmt::format("--changed-since={}: {}; name a commit or branch that this "
                    "clone has (in CI, fetch the whole history)",
                    revision, llvm::toString(std::move(error))));
  };
  const bool isAllNew = revision == "HEAD" && !hasCommits(root);
  ChangedLines result;
  if (!isAllNew) {
    auto diff =
        git(root, {"diff", "--merge-base", "--relative", "--unified=0", "--no-color",
                   "--no-ext-diff", "--no-textconv", "--find-renames", "--src-prefix=a/",
                   "--dst-prefix=b/", revision, "--"});
    if (!diff)
      return explain(diff.takeError());
    result = parse(*diff, root);
  }
  std::vector<llvm::StringRef> list = {"ls-files", "--others", "--exclude-standard",
                                       "-z"};
  if (isAllNew)
    list.push_back("--cached");
  auto untracked = git(root, list);
  if (!untracked)
    return explain(untracked.takeError());
  llvm::SmallVector<llvm::StringRef> names;
  llvm::StringRef(*untracked).split(names, '\0', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  for (const llvm::StringRef name : names)
    result.addWholeFile(absolutePath(name, root));
  return result;
}

std::set<std::string> ChangedLines::files() const {
  std::set<std::string> result;
  for (const auto &[file, lines] : files_)
    if (llvm::sys::fs::exists(file))
      result.insert(file);
  return result;
}

bool ChangedLines::anyChanged(const std::string &file, const LineRange &lines) const {
  const auto found = files_.find(file);
  if (found == files_.end())
    return false;
  return found->second.isNew ||
         llvm::any_of(found->second.changed, [&](const LineRange &changed) {
           return changed.first <= lines.last && lines.first <= changed.last;
         });
}

bool ChangedLines::anyRemoved(const std::string &file, const LineRange &lines) const {
  const auto found = files_.find(file);
  return found != files_.end() &&
         llvm::any_of(found->second.removedAfter, [&](unsigned line) {
           // From the line above on: a NOLINTNEXTLINE may be gone.
           return lines.first <= line + 1 && line <= lines.last;
         });
}

bool ChangedLines::concern(const Finding &finding) const {
  std::map<std::string, LineRange> spans;
  const auto isChanged = [&](const Place &where) {
    const auto [span, isFirst] =
        spans.try_emplace(where.file, LineRange{where.line, where.line});
    span->second.first = std::min(span->second.first, where.line);
    span->second.last = std::max(span->second.last, where.line);
    return anyChanged(where.file, {where.line, where.line});
  };
  if (finding.where.file.empty() || isChanged(finding.where))
    return true;
  for (const Note &note : finding.notes)
    if (!note.where.file.empty() && isChanged(note.where))
      return true;
  for (const Declaration &callee : finding.callees)
    if (anyChanged(callee.file, callee.lines))
      return true;
  return llvm::any_of(
      spans, [&](const auto &span) { return anyRemoved(span.first, span.second); });
}

} // namespace async_tidy
