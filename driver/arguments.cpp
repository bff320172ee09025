#include "driver/arguments.h"

namespace async_tidy {

namespace tidy = clang::tidy;
namespace tooling = clang::tooling;

tooling::ArgumentsAdjuster adjustArguments(const std::string &resourceDir,
                                           const tidy::ClangTidyOptions &options) {
  using tooling::ArgumentInsertPosition;
  const tidy::ClangTidyOptions::ArgList none;
  auto adjust = tooling::combineAdjusters(
      tooling::getStripPluginsAdjuster(),
      tooling::getInsertArgumentAdjuster(options.ExtraArgsBefore.value_or(none),
                                         ArgumentInsertPosition::BEGIN));
  adjust = tooling::combineAdjusters(
      adjust, tooling::getInsertArgumentAdjuster(options.ExtraArgs.value_or(none),
                                                 ArgumentInsertPosition::END));
  return tooling::combineAdjusters(
      adjust, tooling::getInsertArgumentAdjuster(
                  tooling::CommandLineArguments{"-w", "-resource-dir=" + resourceDir},
                  ArgumentInsertPosition::END));
}

} // namespace async_tidy
