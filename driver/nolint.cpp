// ClangTidy does the silencing and tells nobody which comment did it, so the comments are
// read once more here, by the same rules.

#include "driver/nolint.h"

#include "driver/format.h"
#include "driver/includers.h"
#include "driver/paths.h"
#include "driver/source-lines.h"

#include "clang-tidy/GlobList.h"
#include "core/registry.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"

namespace async_tidy {
namespace {

constexpr llvm::StringLiteral unusedCheck = "async-unused-nolint";

struct Comment {
  unsigned offset = 0, line = 0;
  unsigned firstLine = 0, lastLine = 0; ///< What it silences.
  std::string checks;                   ///< Globs; empty silences every check.
  std::string reason;

  bool silences(const Finding &finding) const {
    return firstLine <= finding.where.line && finding.where.line <= lastLine &&
           (checks.empty() || clang::tidy::GlobList(checks).contains(finding.check));
  }
};

/// What follows the comment's checks, without the punctuation in front.
std::string reasonIn(llvm::StringRef rest) {
  rest = rest.take_until([](char c) { return c == '\n' || c == '\r'; });
  return rest.split("*/").first.trim(" \t:-,.").str();
}

/// Finds the comments in one file's text.
class CommentReader {
public:
  std::vector<Comment> read(llvm::StringRef text) {
    unsigned line = 1;
    size_t counted = 0;
    constexpr llvm::StringLiteral word = "NOLINT";
    for (size_t at = text.find(word); at != llvm::StringRef::npos;
         at = text.find(word, at + word.size())) {
      line += text.slice(counted, at).count('\n');
      counted = at;
      if (!isInMacro(text, at))
        add(text.substr(at + word.size()), static_cast<unsigned>(at), line);
    }
    return std::move(comments_);
  }

private:
  /// There a comment silences what the macro expands to, wherever that is.
  static bool isInMacro(llvm::StringRef text, size_t at) {
    const size_t start = text.rfind('\n', at) + 1;
    return text.substr(start).ltrim().starts_with("#") ||
           text.take_front(start).rtrim("\r\n").ends_with("\\");
  }

  void add(llvm::StringRef rest, unsigned offset, unsigned line) {
    Comment comment;
    comment.offset = offset;
    comment.line = comment.firstLine = comment.lastLine = line;
    const bool isEnd = rest.consume_front("END");
    const bool isBegin = !isEnd && rest.consume_front("BEGIN");
    if (!isEnd && !isBegin && rest.consume_front("NEXTLINE"))
      comment.firstLine = comment.lastLine = line + 1;
    if (rest.consume_front("(")) {
      const auto [checks, after] = rest.split(')');
      comment.checks = checks.str();
      rest = after;
    }
    comment.reason = reasonIn(rest);
    if (isBegin)
      comment.lastLine = std::numeric_limits<unsigned>::max();
    if (isEnd)
      close(comment);
    else
      comments_.push_back(std::move(comment));
  }

  /// Ends the last open block with the same checks.
  void close(const Comment &end) {
    for (Comment &comment : llvm::reverse(comments_))
      if (comment.lastLine == std::numeric_limits<unsigned>::max() &&
          comment.checks == end.checks) {
        comment.lastLine = end.line;
        return;
      }
  }

  std::vector<Comment> comments_;
};

/// Reads each file once.
class Comments {
public:
  const std::vector<Comment> &in(const std::string &file) {
    auto [entry, isNew] = comments_.try_emplace(file);
    if (isNew)
      entry->second = CommentReader().read(text(file));
    return entry->second;
  }

  llvm::StringRef text(const std::string &file) {
    auto [entry, isNew] = texts_.try_emplace(file);
    if (isNew)
      if (auto text = llvm::MemoryBuffer::getFile(file))
        entry->second = std::move(*text);
    return entry->second ? entry->second->getBuffer() : "";
  }

private:
  std::map<std::string, std::vector<Comment>> comments_;
  std::map<std::string, std::unique_ptr<llvm::MemoryBuffer>> texts_;
};

/// The names and globs of a comment that are about our checks.
std::vector<llvm::StringRef> ownGlobs(const Comment &comment) {
  llvm::SmallVector<llvm::StringRef> parts;
  llvm::StringRef(comment.checks).split(parts, ',');
  std::vector<llvm::StringRef> globs;
  for (llvm::StringRef part : parts)
    if (part = part.trim(); part.starts_with("async-"))
      globs.push_back(part);
  return globs;
}

/// Whether the checks that the glob names have run on the file; of a wide glob, advice
/// may be missing.
bool hasRun(llvm::StringRef glob, const std::string &file, const Scope &scope) {
  const clang::tidy::GlobList matcher(glob);
  bool any = false;
  for (const RegisteredCheck &check : registeredChecks()) {
    if (!matcher.contains(check.info->name))
      continue;
    if (scope.covers(file, check.info->name))
      any = true;
    else if (!glob.contains('*') || check.info->tier != Tier::Advice)
      return false;
  }
  return any;
}

} // namespace

void addReasons(std::vector<Finding> &findings) {
  Comments comments;
  for (Finding &finding : findings)
    if (finding.suppressed)
      for (const Comment &comment : comments.in(finding.where.file))
        if (comment.silences(finding) && finding.justification.empty())
          finding.justification = comment.reason;
}

std::vector<Finding> unusedComments(const Results &results, const Project &project,
                                    const Scope &scope) {
  Comments comments;
  Includers includers(project);
  std::set<std::string> files;
  for (const std::string &file : results.files)
    files.insert(includers.reach(file).begin(), includers.reach(file).end());
  SourceLines lines([&](const std::string &file) { return comments.text(file); });
  std::vector<Finding> unused;
  for (const std::string &file : files)
    for (const Comment &comment : comments.in(file))
      for (const llvm::StringRef glob : ownGlobs(comment)) {
        const clang::tidy::GlobList matcher(glob);
        const bool isUsed = llvm::any_of(results.findings, [&](const Finding &finding) {
          return finding.suppressed && finding.where.file == file &&
                 matcher.contains(finding.check) && comment.silences(finding);
        });
        if (isUsed || !hasRun(glob, file, scope))
          continue;
        Finding finding;
        finding.check = unusedCheck.str();
        finding.message = fmt::format("'{}' finds nothing here to silence", glob);
        finding.where = lines.place(file, comment.offset);
        unused.push_back(std::move(finding));
      }
  return unused;
}

} // namespace async_tidy
