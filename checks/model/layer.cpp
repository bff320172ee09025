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

/// Visits every name in the facts that is relative to the scope that they are used under.
template <typename Facts, typename Visit> void visitNames(Facts &facts, Visit visit) {
  if constexpr (std::is_same_v<std::remove_const_t<Facts>, FunctionFacts>) {
    auto visitConditions = [&](auto &conditions) {
      for (auto &condition : conditions) {
        llvm::for_each(condition.type, visit);
        llvm::for_each(condition.variable, visit);
      }
    };
    if (facts.blocking) {
      visitConditions(facts.blocking->unless);
      visitConditions(facts.blocking->when);
    }
    if (facts.wait)
      visitConditions(facts.wait->unless);
    if (facts.syncWait)
      visitConditions(facts.syncWait->unless);
    for (auto &callback : facts.callbacks)
      visitConditions(callback.when);
    if (facts.launch)
      visitConditions(facts.launch->chosen);
    if (facts.open)
      llvm::for_each(facts.open->closedBy, visit);
  }
}

template <typename Facts> bool dependsOnScope(const Facts &facts) {
  bool depends = false;
  visitNames(facts, [&](const std::string &) { depends = true; });
  return depends;
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
    visitNames(copy, [&](std::string &name) { name = qualify(scope, name); });
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
