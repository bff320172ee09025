// Which facts does a qualified name get from model files that are read one after the
// other?

#include "model/layer.h"

#include "model/yaml.h"

#include "llvm/ADT/STLExtras.h"

namespace async_tidy {
namespace {

std::string qualify(llvm::StringRef scope, llvm::StringRef name) {
  if (name.consume_front("::") || scope.empty())
    return name.str();
  return (scope + "::" + name).str();
}

void qualifyNames(llvm::StringRef scope, std::vector<std::string> &names) {
  for (std::string &name : names)
    name = qualify(scope, name);
}

void qualifyNames(llvm::StringRef scope, std::vector<Condition> &conditions) {
  for (Condition &condition : conditions) {
    qualifyNames(scope, condition.type);
    qualifyNames(scope, condition.variable);
  }
}

void qualifyNames(llvm::StringRef, TypeFacts &) {}

void qualifyNames(llvm::StringRef scope, FunctionFacts &facts) {
  if (facts.blocking) {
    qualifyNames(scope, facts.blocking->unless);
    qualifyNames(scope, facts.blocking->when);
  }
  if (facts.wait)
    qualifyNames(scope, facts.wait->unless);
  if (facts.syncWait)
    qualifyNames(scope, facts.syncWait->unless);
  for (CallbackRole &callback : facts.callbacks)
    qualifyNames(scope, callback.when);
  if (facts.launch)
    qualifyNames(scope, facts.launch->chosen);
  if (facts.open)
    qualifyNames(scope, facts.open->closedBy);
}

/// Whether any name in the facts is relative to the scope that they are used under.
bool dependsOnScope(const TypeFacts &) { return false; }
bool dependsOnScope(const FunctionFacts &facts) {
  return facts.blocking || facts.wait || facts.syncWait || facts.launch || facts.open ||
         !facts.callbacks.empty();
}

} // namespace

template <typename Facts>
void FactTable<Facts>::add(llvm::StringRef scope, llvm::StringRef framework,
                           const std::vector<Facts> &entries) {
  for (const Facts &entry : entries) {
    const Facts *&facts = byName_[qualify(scope, entry.name)];
    if (facts && facts->framework != framework && !clash_.first)
      clash_ = {&entry, facts};
    facts = &entry;
    if (entry.framework == framework && !dependsOnScope(entry))
      continue;
    Facts &copy = copies_.emplace_back(entry);
    copy.framework = framework.str();
    qualifyNames(scope, copy);
    facts = &copy;
  }
}

template <typename Facts> void FactTable<Facts>::remove(llvm::StringRef framework) {
  for (auto &entry : byName_)
    if (entry.second && entry.second->framework == framework)
      entry.second = nullptr;
}

template <typename Facts> llvm::Error FactTable<Facts>::clashError() const {
  if (!clash_.first)
    return llvm::Error::success();
  return yaml::errorAt(clash_.first->origin.source, clash_.first->origin.line,
                       "'" + clash_.first->name + "' is described by " +
                           clash_.second->origin.source + ":" +
                           llvm::Twine(clash_.second->origin.line) + " as well");
}

template class FactTable<TypeFacts>;
template class FactTable<FunctionFacts>;

llvm::Error ModelLayer::add(FrameworkModel added, FindFramework below) {
  auto find = [&](llvm::StringRef name) {
    const FrameworkModel *model = framework(name);
    return model ? model : below(name);
  };
  for (const std::string &name : added.switchOff) {
    if (!find(name))
      return yaml::errorAt(added.source, added.switchOffLine,
                           "switches off '" + name +
                               "', which no model read so far describes");
    off_.insert(name);
    types_.remove(name);
    functions_.remove(name);
  }
  const FrameworkModel *base = nullptr;
  if (!added.extends.empty() && !(base = find(added.extends)))
    return yaml::errorAt(added.source, added.extendsLine,
                         "extends '" + added.extends +
                             "', which no model read so far describes");
  const FrameworkModel &model = frameworks_.emplace_back(std::move(added));
  if (base)
    index(*base, model);
  index(model, model);
  for (const TypeFacts &marker : model.markers)
    markers_[marker.name] = &marker;
  return llvm::Error::success();
}

void ModelLayer::index(const FrameworkModel &entries, const FrameworkModel &owner) {
  static const std::string global;
  llvm::ArrayRef<std::string> scopes = owner.namespaces;
  if (scopes.empty())
    scopes = global;
  for (const std::string &scope : scopes) {
    types_.add(scope, owner.name, entries.types);
    functions_.add(scope, owner.name, entries.functions);
  }
}

const FrameworkModel *ModelLayer::framework(llvm::StringRef name) const {
  for (const FrameworkModel &model : llvm::reverse(frameworks_))
    if (model.name == name)
      return &model;
  return nullptr;
}

llvm::StringRef lastComponent(llvm::StringRef name) {
  size_t colons = name.rfind("::");
  return colons == llvm::StringRef::npos ? name : name.substr(colons + 2);
}

} // namespace async_tidy
