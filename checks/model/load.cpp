// Turns a model file into facts: one per name, checked for what the shape alone cannot
// tell.

#include "model/model.h"
#include "model/yaml.h"

#include "llvm/ADT/StringMap.h"

namespace async_tidy {
namespace {

/// Gives every name of every entry its own facts.
template <typename Facts>
llvm::Error spread(std::vector<yaml::Entry<Facts>> &entries, const FrameworkModel &model,
                   std::vector<Facts> &into) {
  llvm::StringMap<unsigned> seen;
  size_t names = 0;
  for (const yaml::Entry<Facts> &entry : entries)
    names += entry.names.size();
  into.reserve(names);
  for (yaml::Entry<Facts> &entry : entries) {
    unsigned line = entry.facts.origin.line;
    entry.facts.origin.source = model.source;
    entry.facts.framework = model.name;
    if constexpr (std::is_same_v<Facts, FunctionFacts>)
      entry.facts.cLinkage = model.cLinkage;
    if (entry.facts.none && entry.hasRole)
      return yaml::errorAt(model.source, line,
                           "'" + entry.names.front() + "' has a role and none: true");
    if (!entry.facts.none && !entry.hasRole)
      return yaml::errorAt(model.source, line,
                           "'" + entry.names.front() +
                               "' has no role; give it one, or none: true");
    for (std::string &name : entry.names) {
      if (name.empty())
        return yaml::errorAt(model.source, line, "a name is empty");
      auto [first, isNew] = seen.try_emplace(name, line);
      if (!isNew)
        return yaml::errorAt(model.source, line,
                             "'" + name + "' is given twice, first in line " +
                                 llvm::Twine(first->second));
      into.push_back(entry.facts);
      into.back().name = std::move(name);
    }
  }
  return llvm::Error::success();
}

} // namespace

llvm::Expected<FrameworkModel> parseModel(llvm::StringRef text, llvm::StringRef source) {
  llvm::Expected<yaml::File> file = yaml::read(text, source);
  if (!file)
    return file.takeError();
  FrameworkModel &model = file->model;
  model.source = source.str();
  if (model.name.empty())
    return yaml::errorAt(source, 1, "missing required key 'framework'");
  if (llvm::Error error = spread(file->types, model, model.types))
    return error;
  if (llvm::Error error = spread(file->functions, model, model.functions))
    return error;
  if (llvm::Error error = spread(file->markers, model, model.markers))
    return error;
  return std::move(model);
}

} // namespace async_tidy
