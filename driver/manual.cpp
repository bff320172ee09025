// The page is a build product: what it lists is what the program takes.

#include "driver/format.h"
#include "driver/usage.h"

namespace async_tidy {
namespace {

/// Text in a roff document: hyphens stay hyphens, and no line begins a request.
std::string roff(llvm::StringRef text) {
  std::string result;
  for (const char c : text) {
    if (c == '-')
      result += "\\-";
    else if (c == '\\')
      result += "\\e";
    else
      result += c;
  }
  if (llvm::StringRef(result).starts_with(".") ||
      llvm::StringRef(result).starts_with("'"))
    result.insert(0, "\\&");
  return result;
}

std::string optionEntry(const OptionUsage &option) {
  const llvm::StringRef dashes = option.name.size() == 1 ? "-" : "--";
  std::string head = fmt::format("\\fB{}\\fR", roff((dashes + option.name).str()));
  if (!option.value.empty())
    head += fmt::format("{}\\fI{}\\fR", option.name.size() == 1 ? " " : "=",
                        roff(option.value));
  return fmt::format(".TP\n{}\n{}.\n", head, roff(option.help));
}

constexpr llvm::StringLiteral ending = R"(.SH EXIT STATUS
.TP
.B 0
Nothing found.
.TP
.B 1
Findings.
.TP
.B 2
Something could not be analysed, or the command was wrong. Findings are reported all the same.
.SH FILES
.TP
.I .clang\-tidy
Which checks run, and their options; the nearest one above a source file counts.
.TP
.I compile_commands.json
How each file is compiled; searched from the given path upwards and in folders named build*.
.SH ENVIRONMENT
.TP
.B ASYNC_TIDY_RESOURCE_DIR
Folder of Clang's builtin headers.
.TP
.B NO_COLOR
No colour in the text report.
.SH SEE ALSO
.BR clang\-tidy (1),
.BR clangd (1)
)";

} // namespace

std::string manualPage() {
  std::string page = fmt::format(
      ".TH ASYNC\\-TIDY 1 \"\" \"async\\-tidy {}\" \"User Commands\"\n"
      ".SH NAME\nasync\\-tidy \\- find the pitfalls of asynchronous C++\n.SH SYNOPSIS\n",
      ASYNC_TIDY_VERSION);
  std::string commands;
  llvm::StringRef separator;
  for (const CommandUsage &command : commandUsages()) {
    page += fmt::format("{}\\fBasync\\-tidy {}\\fR {}\n", separator, command.name,
                        roff(command.operands));
    separator = ".br\n";
    commands +=
        fmt::format(".SS \"async\\-tidy {}\"\n{}.\n", command.name, roff(command.help));
    for (const OptionUsage &option : command.options)
      commands += optionEntry(option);
  }
  return page +
         fmt::format(
             ".SH DESCRIPTION\nAnalyses C++ sources for defects of asynchronous "
             "code: locks held over a suspension, tasks that nobody awaits, calls "
             "that block an event loop. Without a command, \\fBcheck\\fR is meant. "
             "The documentation is at {}.\n.SH COMMANDS\n",
             roff(ASYNC_TIDY_DOCS_URL)) +
         commands + ending.str();
}

} // namespace async_tidy
