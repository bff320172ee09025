// For people: what compilers print, so that editors and eyes know it already.

#include "driver/report/report.h"

#include "core/registry.h"
#include "driver/catalogue.h"
#include "driver/format.h"
#include "driver/paths.h"

#include "llvm/ADT/STLExtras.h"

#include <map>

namespace async_tidy {
namespace {

class TextReport {
public:
  TextReport(const Results &results, bool color)
      : results_(results), color_(color), here_(currentFolder()) {}

  std::string print() {
    for (const Finding &finding : results_.findings)
      if (isOpen(finding))
        print(finding);
    printSummary();
    return std::move(text_);
  }

private:
  void print(const Finding &finding) {
    header(finding.where, finding.severity, finding.message, finding.check);
    snippet(finding.where, finding.ranges, finding.fix);
    for (const Note &note : finding.notes) {
      header(note.where, Severity::Note, note.message, "");
      snippet(note.where, {}, {});
    }
    if (const RegisteredCheck *check = findCheck(finding.check))
      text_ += fmt::format("docs: {}\n", check->url());
    text_ += '\n';
  }

  void header(const Place &where, Severity severity, llvm::StringRef message,
              llvm::StringRef check) {
    if (!where.file.empty())
      paint(bold, fmt::format("{}:{}:{}: ", relativePath(where.file, here_), where.line,
                              where.column));
    paint(colorOf(severity), fmt::format("{}: ", name(severity)));
    paint(bold, message.str());
    if (!check.empty())
      text_ += fmt::format(" [{}]", check);
    text_ += '\n';
  }

  /// The source line, `~~~^~~~` below it, and what a fix would insert below that.
  void snippet(const Place &where, llvm::ArrayRef<Region> ranges,
               llvm::ArrayRef<Edit> fix) {
    if (where.file.empty())
      return;
    std::string marks(std::max<size_t>(where.lineText.size(), where.column), ' ');
    for (const Region &range : ranges)
      mark(marks, where, range);
    marks[where.column - 1] = '^';
    gutter(std::to_string(where.line), where.lineText);
    paint(green, gutterText("", align(where.lineText, marks)));
    for (const Edit &edit : fix)
      if (edit.region.file == where.file && edit.region.beginLine == where.line &&
          !llvm::StringRef(edit.text).contains('\n'))
        paint(green, gutterText("", align(where.lineText,
                                          std::string(edit.region.beginColumn - 1, ' ') +
                                              edit.text)));
  }

  static void mark(std::string &marks, const Place &where, const Region &range) {
    if (range.file != where.file || range.beginLine > where.line ||
        range.endLine < where.line)
      return;
    const size_t begin = range.beginLine == where.line ? range.beginColumn - 1 : 0;
    const size_t end = range.endLine == where.line ? range.endColumn - 1 : marks.size();
    for (size_t i = begin; i < std::min(end, marks.size()); ++i)
      marks[i] = '~';
  }

  /// Marks are per byte: what takes no column of its own is dropped, tabs stay tabs.
  static std::string align(llvm::StringRef line, llvm::StringRef marks) {
    std::string result;
    for (size_t i = 0; i < marks.size(); ++i) {
      if (i < line.size() && (static_cast<unsigned char>(line[i]) & 0xC0) == 0x80)
        continue;
      result += i < line.size() && line[i] == '\t' && marks[i] == ' ' ? '\t' : marks[i];
    }
    return llvm::StringRef(result).rtrim(' ').str();
  }

  static std::string gutterText(llvm::StringRef label, llvm::StringRef content) {
    return llvm::StringRef(fmt::format("{:>5} | {}", label, content)).rtrim(' ').str() +
           "\n";
  }
  void gutter(llvm::StringRef label, llvm::StringRef content) {
    text_ += gutterText(label, content);
  }

  static std::string counted(size_t number, llvm::StringRef what) {
    return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
  }

  void printSummary() {
    std::map<llvm::StringRef, unsigned> perCheck;
    std::map<Severity, unsigned> perSeverity;
    unsigned total = 0;
    for (const Finding &finding : results_.findings)
      if (isOpen(finding)) {
        ++perCheck[finding.check];
        ++perSeverity[finding.severity];
        ++total;
      }
    for (const auto &[check, count] : perCheck)
      text_ += fmt::format("{:>6}  {}\n", count, check);
    text_ += fmt::format("{} in {}", counted(total, "finding"),
                         counted(results_.files.size(), "file"));
    llvm::StringRef separator = ": ";
    for (const auto &[severity, count] : perSeverity) {
      text_ += fmt::format("{}{}", separator, counted(count, name(severity)));
      separator = ", ";
    }
    if (!results_.failures.empty())
      text_ += fmt::format("; {}", counted(results_.failures.size(), "failure"));
    text_ += '\n';
  }

  static constexpr llvm::StringLiteral bold = "\033[1m", red = "\033[1;31m",
                                       magenta = "\033[1;35m", cyan = "\033[1;36m",
                                       green = "\033[1;32m", reset = "\033[0m";

  static llvm::StringRef colorOf(Severity severity) {
    return severity == Severity::Error     ? red
           : severity == Severity::Warning ? magenta
                                           : cyan;
  }

  void paint(llvm::StringRef color, const std::string &part) {
    text_ += color_ ? fmt::format("{}{}{}", color, part, reset) : part;
  }

  const Results &results_;
  bool color_;
  std::string here_;
  std::string text_;
};

} // namespace

std::string textReport(const Results &results, bool color) {
  return TextReport(results, color).print();
}

} // namespace async_tidy
