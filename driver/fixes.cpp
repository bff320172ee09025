// A fix goes in whole or not at all: half of one is worse than the defect. The result is
// compiled before anything is written, so there is nothing to roll back.

#include "driver/fixes.h"

#include "driver/files.h"
#include "driver/format.h"
#include "driver/includers.h"
#include "driver/paths.h"
#include "driver/recheck.h"

#include "clang/Tooling/Core/Replacement.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"
#include "llvm/Support/MemoryBuffer.h"

#include <map>
#include <set>

namespace async_tidy {

using clang::tooling::Replacement;
using clang::tooling::Replacements;

namespace {

using Edits = std::map<std::string, Replacements>;
using Texts = std::map<std::string, std::string>;

/// False if an edit overlaps one that is already in.
bool addAll(Edits &edits, const Finding &finding) {
  Edits with = edits;
  for (const Edit &edit : finding.fix) {
    const Replacement replacement(edit.region.file, edit.region.offset,
                                  edit.region.length, edit.text);
    if (llvm::Error error = with[edit.region.file].add(replacement)) {
      llvm::consumeError(std::move(error));
      return false;
    }
  }
  edits = std::move(with);
  return true;
}

std::string placeOf(const Finding &finding) {
  return fmt::format("{}:{}", relativePath(finding.where.file, currentFolder()),
                     finding.where.line);
}

bool touches(const Finding &finding, const std::set<std::string> &files) {
  return llvm::any_of(
      finding.fix, [&](const Edit &edit) { return files.count(edit.region.file) > 0; });
}

class Fixer {
public:
  Fixer(const Results &results, const Recompile &recompile, Log &log)
      : recompile_(recompile), includers_(recompile.project), log_(log) {
    for (const Finding &finding : results.findings)
      if (finding.safeFix && !finding.fix.empty() && isOpen(finding))
        choose(finding);
  }

  void run() {
    for (Texts texts = repaired(); !texts.empty(); texts = repaired())
      if (compiles(texts)) {
        write(texts);
        return;
      }
  }

private:
  void choose(const Finding &finding) {
    if (addAll(edits_, finding))
      chosen_.push_back(&finding);
    else
      log_.note(
          fmt::format("{}: the fix of {} overlaps another one; run again with --fix",
                      placeOf(finding), finding.check));
  }

  Texts repaired() {
    Texts texts;
    for (const auto &[file, edits] : edits_) {
      auto text = llvm::MemoryBuffer::getFile(file);
      if (!text) {
        log_.error(fmt::format("cannot read '{}' to fix it: {}", file,
                               text.getError().message()),
                   file);
        continue;
      }
      auto result = clang::tooling::applyAllReplacements((*text)->getBuffer(), edits);
      if (result)
        texts[file] = std::move(*result);
      else
        log_.error(result.takeError(), file);
    }
    return texts;
  }

  /// Every unit whose own file is repaired, and for a header that none of them reads the
  /// first unit that does.
  std::vector<const Unit *> unitsFor(const Texts &texts) {
    std::vector<const Unit *> units;
    std::set<std::string> covered;
    for (const bool wantsHeaders : {false, true})
      for (const Unit &unit : recompile_.plan) {
        const std::set<std::string> &reach = includers_.reach(unit.file);
        const bool isNeeded = wantsHeaders
                                  ? llvm::any_of(texts,
                                                 [&](const auto &text) {
                                                   return reach.count(text.first) &&
                                                          !covered.count(text.first);
                                                 })
                                  : texts.count(unit.file) > 0;
        if (!isNeeded)
          continue;
        units.push_back(&unit);
        covered.insert(reach.begin(), reach.end());
      }
    return units;
  }

  /// Takes the fixes of units that do not compile out again, and says so.
  bool compiles(const Texts &texts) {
    const std::vector<const Unit *> units = unitsFor(texts);
    std::vector<std::string> errors(units.size(), "interrupted");
    const auto job = [&](size_t number) {
      return firstError(*units[number], recompile_.configuration, recompile_.resourceDir,
                        texts);
    };
    const auto finished = [&](size_t number, JobOutcome outcome) {
      errors[number] = outcome.failure.empty() ? std::move(outcome.result)
                                               : std::move(outcome.failure);
    };
    (void)runInWorkers(llvm::to_vector(llvm::seq<size_t>(0, units.size())), job,
                       recompile_.limits, finished);
    bool allCompile = true;
    for (const auto &[unit, error] : llvm::zip_equal(units, errors))
      if (!error.empty()) {
        log_.note(fmt::format("{}: not fixed, because it would not compile: {}",
                              relativePath(unit->file, currentFolder()), error));
        takeOut(includers_.reach(unit->file));
        allCompile = false;
      }
    return allCompile;
  }

  void takeOut(const std::set<std::string> &files) {
    llvm::erase_if(chosen_,
                   [&](const Finding *finding) { return touches(*finding, files); });
    edits_.clear();
    for (const Finding *finding : chosen_)
      addAll(edits_, *finding);
  }

  void write(const Texts &texts) {
    size_t written = 0;
    for (const auto &[file, text] : texts) {
      if (llvm::Error error = writeFile(file, text))
        log_.error(fmt::format("cannot write the fixed '{}': {}", file,
                               llvm::toString(std::move(error))),
                   file);
      else
        ++written;
    }
    log_.note(fmt::format("fixed {} {} in {} {}", chosen_.size(),
                          chosen_.size() == 1 ? "finding" : "findings", written,
                          written == 1 ? "file" : "files"));
  }

  const Recompile &recompile_;
  Includers includers_;
  Log &log_;
  std::vector<const Finding *> chosen_;
  Edits edits_;
};

} // namespace

void applyFixes(const Results &results, const Recompile &recompile, Log &log) {
  Fixer(results, recompile, log).run();
}

} // namespace async_tidy
