// One page that needs nothing else: no network, no other file. The findings are plain
// markup; the script only filters them.

#include "driver/report/report.h"

#include "core/embedded.h"
#include "core/registry.h"
#include "driver/catalogue.h"
#include "driver/format.h"
#include "driver/paths.h"
#include "driver/report/encode.h"
#include "driver/report/excerpt.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"

#include <set>

namespace async_tidy {
namespace {

llvm::StringRef asset(llvm::StringRef stem) {
  for (const EmbeddedText &text : embeddedReportPage())
    if (text.stem == stem)
      return text.text;
  return "";
}

class HtmlReport {
public:
  explicit HtmlReport(const Results &results) : results_(results) {}

  std::string print() {
    text_ = fmt::format("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta "
                        "charset=\"utf-8\">\n<title>async-tidy</title>\n"
                        "<style>\n{}</style>\n</head>\n<body>\n",
                        asset("style"));
    printHead();
    printFilters();
    text_ += "<main>\n";
    for (const Finding &finding : results_.findings)
      print(finding);
    text_ += fmt::format("</main>\n<script>\n{}</script>\n</body>\n</html>\n",
                         asset("filter"));
    return std::move(text_);
  }

private:
  void printHead() {
    text_ += fmt::format(
        "<h1>async-tidy: {}</h1>\n<p class=\"meta\">{} findings in {} files</p>\n",
        markup(llvm::sys::path::filename(results_.root)),
        llvm::count_if(results_.findings, isOpen), results_.files.size());
    for (const Failure &failure : results_.failures)
      text_ +=
          fmt::format("<article class=\"error\" data-check=\"\" "
                      "data-severity=\"error\" data-folder=\"{}\" "
                      "data-state=\"open\"><h2>not analysed</h2><p>{}</p></article>\n",
                      markup(folderOf(failure.file)), markup(failure.message));
  }

  std::string folderOf(llvm::StringRef file) const {
    return llvm::sys::path::parent_path(relativePath(file, results_.root)).str();
  }

  void printFilters() {
    std::set<std::string> checks, folders;
    for (const Finding &finding : results_.findings) {
      checks.insert(finding.check);
      // With its parents: a folder stands for all below it.
      for (std::string folder = folderOf(finding.where.file); !folder.empty();
           folder = llvm::sys::path::parent_path(folder).str())
        if (!folders.insert(folder).second)
          break;
    }
    text_ += "<form>\n";
    choice("check", "every check", checks);
    choice("severity", "every severity", {"error", "warning", "note"});
    choice("folder", "every folder", folders);
    text_ +=
        "<input name=\"text\" type=\"search\" placeholder=\"text\" "
        "aria-label=\"text\">\n"
        "<label><input name=\"closed\" type=\"checkbox\" value=\"yes\"> silenced and "
        "old ones</label>\n<output name=\"shown\"></output>\n</form>\n";
  }

  void choice(llvm::StringRef field, llvm::StringRef all,
              const std::set<std::string> &values) {
    text_ += fmt::format("<select name=\"{0}\" aria-label=\"{0}\"><option "
                         "value=\"\">{1}</option>",
                         field, all);
    for (const std::string &value : values)
      text_ += fmt::format("<option>{}</option>", markup(value));
    text_ += "</select>\n";
  }

  void print(const Finding &finding) {
    text_ += fmt::format(
        "<article class=\"{0}{1}\" data-check=\"{2}\" data-severity=\"{0}\" "
        "data-folder=\"{3}\" data-state=\"{4}\"{5}>\n<h2>{6}</h2>\n",
        name(finding.severity), isOpen(finding) ? "" : " closed", markup(finding.check),
        markup(folderOf(finding.where.file)), isOpen(finding) ? "open" : "closed",
        isOpen(finding) ? "" : " hidden", markup(finding.message));
    if (!finding.where.file.empty())
      text_ +=
          fmt::format("<p class=\"place\">{}:{}:{} {}</p>\n",
                      markup(relativePath(finding.where.file, results_.root)),
                      finding.where.line, finding.where.column, markup(finding.function));
    for (const Excerpt &excerpt : excerpts_.of(finding))
      print(excerpt, /*isFirst=*/excerpt.file == finding.where.file);
    for (const Note &note : finding.notes)
      if (note.where.file.empty())
        text_ += fmt::format("<p>{}</p>\n", markup(note.message));
    printMeta(finding);
    text_ += "</article>\n";
  }

  void print(const Excerpt &excerpt, bool isFirst) {
    text_ += "<pre>";
    if (!isFirst)
      text_ += fmt::format("<span class=\"gap\">{}</span>",
                           markup(relativePath(excerpt.file, results_.root)));
    unsigned previous = 0;
    for (const auto &[number, line] : excerpt.lines) {
      if (previous && number != previous + 1)
        text_ += "<span class=\"gap\">  ...</span>";
      text_ +=
          fmt::format("<span class=\"line{}\"><span class=\"number\">{}</span>{}</span>",
                      line.steps.empty() ? "" : " on", number, markup(line.text));
      for (const Step &step : line.steps)
        text_ += fmt::format("<span class=\"step\">{} {}</span>",
                             step.number ? std::to_string(step.number) + "." : "►",
                             markup(step.message));
      previous = number;
    }
    text_ += "</pre>\n";
  }

  void printMeta(const Finding &finding) {
    const RegisteredCheck *check = findCheck(finding.check);
    const std::string label =
        check ? fmt::format("<a href=\"{}\">{}</a>", check->url(), finding.check)
              : markup(finding.check);
    std::string state;
    if (!isOpen(finding))
      state = finding.suppressed ? " · silenced in the source" : " · in the baseline";
    if (!finding.justification.empty())
      state += ": " + markup(finding.justification);
    text_ += fmt::format("<p class=\"meta\">{} · {}{}</p>\n", name(finding.severity),
                         label, state);
  }

  const Results &results_;
  Excerpts excerpts_;
  std::string text_;
};

} // namespace

std::string htmlReport(const Results &results) { return HtmlReport(results).print(); }

} // namespace async_tidy
