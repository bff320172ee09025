#include "driver/scope.h"

#include "clang-tidy/GlobList.h"

namespace async_tidy {

Scope::Scope(const CheckRequest &request, const Configuration &configuration,
             const Results &results, const Log &log)
    : configuration_(configuration),
      isWhole_(request.paths.empty() && request.changedSince.empty() &&
               log.failures().empty()),
      analysed_(results.files.begin(), results.files.end()) {
  for (const Failure &failure : log.failures())
    analysed_.erase(failure.file);
}

bool Scope::covers(const std::string &file, llvm::StringRef check) const {
  if (!isWhole_ && !analysed_.count(file))
    return false;
  auto options = configuration_.optionsFor(file);
  if (!options) {
    llvm::consumeError(options.takeError());
    return false;
  }
  return clang::tidy::GlobList(options->Checks.value_or("")).contains(check);
}

} // namespace async_tidy
