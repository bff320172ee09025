// Standard output carries one report and nothing else; a full disk or a closed pipe is an
// error that is said, not a crash.

#include "driver/report/report.h"

#include "driver/format.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

#include <unistd.h>

namespace async_tidy {
namespace {

std::string render(ReportFormat format, const Results &results, bool color) {
  switch (format) {
  case ReportFormat::Text:
    return textReport(results, color);
  case ReportFormat::Sarif:
    return sarifReport(results);
  case ReportFormat::Github:
    return githubReport(results);
  case ReportFormat::Gitlab:
    return gitlabReport(results);
  case ReportFormat::Junit:
    return junitReport(results);
  case ReportFormat::Json:
    return jsonReport(results);
  case ReportFormat::Html:
    return htmlReport(results);
  }
  llvm_unreachable("all formats are rendered");
}

void write(llvm::raw_fd_ostream &out, const std::string &name, const std::string &text,
           Log &log) {
  out << text;
  out.flush();
  if (!out.has_error())
    return;
  log.error(
      fmt::format("cannot write the report to {}: {}; choose another place with --output",
                  name, out.error().message()));
  out.clear_error();
}

} // namespace

bool wantsColor(Color color) {
  if (color == Color::Auto)
    return llvm::sys::Process::StandardOutHasColors() &&
           !llvm::sys::Process::GetEnv("NO_COLOR");
  return color == Color::Always;
}

bool counts(const Finding &finding, FailOn level) {
  if (!isOpen(finding) || level == FailOn::Never)
    return false;
  return finding.severity == Severity::Error ||
         (level == FailOn::Warning && finding.severity == Severity::Warning);
}

void writeReports(const CheckRequest &request, Results &results, Log &log) {
  results.failures = log.failures();
  for (const Output &output : request.outputs) {
    const std::string name = "'" + output.path + "'";
    std::error_code error;
    llvm::raw_fd_ostream file(output.path, error);
    if (error)
      log.error(
          fmt::format("cannot write the report to {}: {}; choose another place with "
                      "--output",
                      name, error.message()));
    else
      write(file, name, render(output.format, results, /*color=*/false), log);
  }
  results.failures = log.failures(); // standard output also knows what went wrong above
  llvm::raw_fd_ostream out(STDOUT_FILENO, /*shouldClose=*/false);
  for (const ReportFormat format : request.formats)
    write(out, "standard output", render(format, results, wantsColor(request.color)),
          log);
}

} // namespace async_tidy
