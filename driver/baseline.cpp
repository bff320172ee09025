// The file is made for version control: sorted, one finding per line, and without line
// numbers, so that only what was repaired or added shows up in a diff.

#include "driver/baseline.h"

#include "driver/files.h"
#include "driver/format.h"
#include "driver/paths.h"
#include "driver/report/encode.h"
#include "driver/scope.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

#include <set>

namespace async_tidy {

namespace json = llvm::json;

namespace {

constexpr int64_t formatVersion = 1;

/// Sorted by file, so a diff shows neighbours together.
struct Entry {
  std::string file, check, fingerprint, message;

  auto key() const { return std::tie(file, check, fingerprint); }
  bool operator<(const Entry &other) const { return key() < other.key(); }
};

using Entries = std::set<Entry>;

llvm::Error malformed(llvm::StringRef path, llvm::StringRef why) {
  return failure(fmt::format(
      "'{}' is no baseline of async-tidy: {}; delete it and write a new one with "
      "--write-baseline, or name another file",
      path, why));
}

llvm::Expected<Entries> parse(llvm::StringRef path, llvm::StringRef text) {
  llvm::Expected<json::Value> value = json::parse(text);
  if (!value)
    return malformed(path, llvm::toString(value.takeError()));
  const json::Object *root = value->getAsObject();
  const json::Array *findings = root ? root->getArray("findings") : nullptr;
  if (!findings)
    return malformed(path, "it has no findings");
  if (root->getInteger("version") != formatVersion)
    return malformed(path, "its version is another one");
  Entries entries;
  for (const json::Value &item : *findings) {
    const json::Object *object = item.getAsObject();
    const auto field = [&](llvm::StringRef name) {
      return object ? object->getString(name).value_or("").str() : "";
    };
    Entry entry{field("file"), field("check"), field("fingerprint"), field("message")};
    if (entry.fingerprint.empty())
      return malformed(path, "an entry has no fingerprint");
    entries.insert(std::move(entry));
  }
  return entries;
}

llvm::Expected<Entries> read(const std::string &path) {
  auto text = llvm::MemoryBuffer::getFile(path, /*IsText=*/true);
  if (!text)
    return failure(fmt::format("cannot read the baseline '{}': {}; create it with "
                               "--write-baseline={}",
                               path, text.getError().message(), path));
  return parse(path, (*text)->getBuffer());
}

llvm::Error write(const std::string &path, const Entries &entries) {
  std::string text = fmt::format("{{\n\"version\": {},\n\"findings\": [", formatVersion);
  llvm::StringRef separator = "\n";
  for (const Entry &entry : entries) {
    json::Value object = json::Object{{"file", entry.file},
                                      {"check", entry.check},
                                      {"fingerprint", entry.fingerprint},
                                      {"message", entry.message}};
    text += fmt::format("{}{}", separator, llvm::formatv("{0}", object).str());
    separator = ",\n";
  }
  text += "\n]\n}\n";
  if (llvm::Error error = writeFile(path, text))
    return failure(fmt::format("cannot write the baseline '{}': {}", path,
                               llvm::toString(std::move(error))));
  return llvm::Error::success();
}

/// Whether this run would have found it again.
bool isCovered(const Entry &entry, const Scope &scope, llvm::StringRef root) {
  const std::string file = absolutePath(entry.file, root);
  return !llvm::sys::fs::exists(file) || scope.covers(file, entry.check);
}

Entry entryOf(const Finding &finding, llvm::StringRef root) {
  return {utf8(relativePath(finding.where.file, root)), finding.check,
          finding.fingerprint, utf8(finding.message)};
}

std::string counted(size_t number, llvm::StringRef one, llvm::StringRef many) {
  return fmt::format("{} {}", number, number == 1 ? one : many);
}

/// Marks what the baseline knows. Returns the entries that are no longer true.
Entries compare(const Entries &entries, const Scope &scope, llvm::StringRef path,
                Results &results) {
  std::set<std::string> known, found;
  for (const Entry &entry : entries)
    known.insert(entry.fingerprint);
  for (Finding &finding : results.findings) {
    if (finding.suppressed)
      continue; // the comment does the work now, and the entry is not needed
    found.insert(finding.fingerprint);
    finding.baselined = known.count(finding.fingerprint);
    if (finding.baselined)
      finding.justification = fmt::format("listed in {}", path);
  }
  Entries stale;
  for (const Entry &entry : entries)
    if (!found.count(entry.fingerprint) && isCovered(entry, scope, results.root))
      stale.insert(entry);
  return stale;
}

void reportStale(const Entries &stale, llvm::StringRef path, Log &log) {
  constexpr size_t most = 10;
  for (const Entry &entry : llvm::make_range(
           stale.begin(), std::next(stale.begin(), std::min(most, stale.size()))))
    log.note(fmt::format("no longer found: {}: {} [{}]", entry.file, entry.message,
                         entry.check));
  if (!stale.empty())
    log.note(fmt::format("the baseline '{}' has {}; remove them with --prune-baseline",
                         path, counted(stale.size(), "stale entry", "stale entries")));
}

llvm::Error useBaseline(const CheckRequest &request, const Scope &scope, Results &results,
                        Log &log) {
  llvm::Expected<Entries> entries = read(request.baseline);
  if (!entries)
    return entries.takeError();
  const Entries stale = compare(*entries, scope, request.baseline, results);
  if (!request.pruneBaseline) {
    reportStale(stale, request.baseline, log);
    return llvm::Error::success();
  }
  if (stale.empty())
    return llvm::Error::success();
  for (const Entry &entry : stale)
    entries->erase(entry);
  log.note(fmt::format("removed {} from the baseline '{}'",
                       counted(stale.size(), "stale entry", "stale entries"),
                       request.baseline));
  return write(request.baseline, *entries);
}

llvm::Error writeBaseline(const CheckRequest &request, const Scope &scope,
                          Results &results, Log &log) {
  const std::string &path = request.writeBaseline;
  Entries entries;
  if (llvm::sys::fs::exists(path)) {
    llvm::Expected<Entries> old = read(path);
    if (!old)
      return old.takeError();
    for (const Entry &entry : *old)
      if (!isCovered(entry, scope, results.root))
        entries.insert(entry);
  }
  size_t written = 0;
  for (Finding &finding : results.findings)
    if (!finding.suppressed) {
      entries.insert(entryOf(finding, results.root));
      finding.baselined = true;
      finding.justification = fmt::format("listed in {}", path);
      ++written;
    }
  if (llvm::Error error = write(path, entries))
    return error;
  log.note(fmt::format("wrote {} to the baseline '{}'; use it with --baseline={}",
                       counted(written, "finding", "findings"), path, path));
  return llvm::Error::success();
}

} // namespace

void applyBaseline(const CheckRequest &request, const Configuration &configuration,
                   Results &results, Log &log) {
  const Scope scope(request, configuration, results, log);
  if (!request.baseline.empty())
    if (llvm::Error error = useBaseline(request, scope, results, log))
      log.error(std::move(error));
  if (!request.writeBaseline.empty())
    if (llvm::Error error = writeBaseline(request, scope, results, log))
      log.error(std::move(error));
}

} // namespace async_tidy
