#include "driver/recheck.h"

#include "driver/arguments.h"
#include "driver/log.h"
#include "driver/one-command.h"

#include "clang/Frontend/FrontendActions.h"
#include "clang/Frontend/TextDiagnosticBuffer.h"
#include "clang/Tooling/Tooling.h"

namespace async_tidy {

namespace tooling = clang::tooling;

std::string firstError(const Unit &unit, const Configuration &configuration,
                       const std::string &resourceDir,
                       const std::map<std::string, std::string> &texts) {
  auto options = configuration.optionsFor(unit.file);
  if (!options)
    return llvm::toString(options.takeError());
  const OneCommand database(unit.command);
  tooling::ClangTool tool(database, {unit.file},
                          std::make_shared<clang::PCHContainerOperations>(),
                          llvm::vfs::createPhysicalFileSystem());
  clang::TextDiagnosticBuffer diagnostics;
  tool.setPrintErrorMessage(false);
  tool.setDiagnosticConsumer(&diagnostics);
  tool.appendArgumentsAdjuster(adjustArguments(resourceDir, *options));
  for (const auto &[file, text] : texts)
    tool.mapVirtualFile(file, text);
  const int status =
      tool.run(tooling::newFrontendActionFactory<clang::SyntaxOnlyAction>().get());
  if (diagnostics.err_begin() != diagnostics.err_end())
    return diagnostics.err_begin()->second;
  return status == 0 ? "" : "Clang could not run its compile command";
}

} // namespace async_tidy
