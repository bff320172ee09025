// The embedded models and the project's own, in the order in which they count.

#include "driver/models.h"

#include "driver/configuration.h"
#include "driver/format.h"
#include "driver/paths.h"
#include "driver/plan.h"
#include "driver/resource-dir.h"
#include "driver/why.h"
#include "model/model.h"

#include "llvm/ADT/StringExtras.h"

namespace async_tidy {
namespace {

/// The models that count for a file of the current folder.
llvm::Expected<std::shared_ptr<const ModelSet>>
modelsHere(const Configuration &configuration) {
  auto options = configuration.optionsFor(absolutePath("models.cpp"));
  if (!options)
    return options.takeError();
  std::vector<std::string> files;
  if (const auto setting = options->CheckOptions.find(modelsOption);
      setting != options->CheckOptions.end()) {
    llvm::SmallVector<llvm::StringRef> paths;
    llvm::StringRef(setting->second.Value).split(paths, ';', -1, /*KeepEmpty=*/false);
    for (llvm::StringRef path : paths)
      files.push_back(absolutePath(path.trim()));
  }
  return ModelSet::load(files);
}

std::string listFrameworks(const ModelSet &models) {
  size_t width = 0;
  const std::vector<const FrameworkModel *> all = models.frameworks();
  for (const FrameworkModel *model : all)
    width = std::max(width, model->name.size());
  std::string text;
  for (const FrameworkModel *model : all) {
    // A file of the project may describe a framework anew that it has switched off.
    const bool off =
        models.isSwitchedOff(model->name) && model->source.rfind("frameworks/", 0) == 0;
    text += fmt::format("{:<{}}  {:>4} types  {:>4} functions  {}{}\n", model->name,
                        width, model->types.size(), model->functions.size(),
                        relativePath(model->source, currentFolder()),
                        off ? "  (switched off)" : "");
  }
  return text;
}

/// `FILE`, `FILE:LINE` or `FILE:LINE:COLUMN`.
Place parsePlace(llvm::StringRef text) {
  Place place;
  std::vector<unsigned> numbers;
  unsigned number = 0;
  for (auto [rest, last] = text.rsplit(':');
       numbers.size() < 2 && !last.empty() && !last.getAsInteger(10, number);
       std::tie(rest, last) = text.rsplit(':')) {
    numbers.insert(numbers.begin(), number);
    text = rest;
  }
  place.file = absolutePath(text);
  place.line = numbers.empty() ? 0 : numbers[0];
  place.column = numbers.size() < 2 ? 0 : numbers[1];
  return place;
}

} // namespace

llvm::Expected<std::string> describeModels(const ModelsRequest &request, Log &log) {
  llvm::Expected<Configuration> configuration = Configuration::load(request.in);
  if (!configuration)
    return configuration.takeError();
  if (request.why.empty()) {
    auto models = modelsHere(*configuration);
    if (!models)
      return models.takeError();
    return listFrameworks(**models);
  }
  llvm::Expected<std::string> resourceDir = findResourceDir(request.in.resourceDir);
  if (!resourceDir)
    return resourceDir.takeError();
  const Place place = parsePlace(request.why);
  CheckRequest asked = request.in;
  asked.paths = {place.file};
  const Project project = Project::find(asked, log);
  const std::vector<Unit> units = makePlan(asked, project, *configuration, log);
  if (units.empty())
    return failure(fmt::format("cannot look into '{}'", request.why));
  return explainPlace(place, units.front(), *resourceDir);
}

} // namespace async_tidy
