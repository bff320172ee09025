// What do the frameworks' models, taken together, say about a qualified name?

#include "model/model.h"

#include "core/embedded.h"
#include "model/yaml.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

#include <mutex>

namespace async_tidy {
namespace {

std::string qualify(llvm::StringRef scope, llvm::StringRef name) {
  if (name.consume_front("::") || scope.empty())
    return name.str();
  return (scope + "::" + name).str();
}

llvm::StringRef lastComponent(llvm::StringRef name) {
  size_t colons = name.rfind("::");
  return colons == llvm::StringRef::npos ? name : name.substr(colons + 2);
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

template <typename Facts>
void indexUnder(llvm::StringRef scope, llvm::StringRef framework,
                const std::vector<Facts> &entries, llvm::StringMap<Facts> &byName,
                llvm::StringSet<> &identifiers) {
  for (const Facts &entry : entries) {
    std::string name = qualify(scope, entry.name);
    identifiers.insert(lastComponent(name));
    Facts &facts = byName[name] = entry;
    facts.name = std::move(name);
    facts.framework = framework.str();
    qualifyNames(scope, facts);
  }
}

/// Names the state of the user's files, so that a long-lived host sees an edit.
std::string stampOf(llvm::ArrayRef<std::string> files) {
  std::string stamp;
  for (const std::string &file : files) {
    llvm::sys::fs::file_status status;
    if (!llvm::sys::fs::status(file, status))
      stamp += llvm::utostr(status.getLastModificationTime().time_since_epoch().count()) +
               "," + llvm::utostr(status.getSize());
    stamp += ";";
  }
  return stamp;
}

llvm::Expected<FrameworkModel> parseFile(const std::string &path) {
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> buffer =
      llvm::MemoryBuffer::getFile(path);
  if (!buffer)
    return llvm::createStringError(buffer.getError(), "cannot read model file " + path +
                                                          ": " +
                                                          buffer.getError().message());
  return parseModel((*buffer)->getBuffer(), path);
}

} // namespace

const FrameworkModel *ModelSet::framework(llvm::StringRef name) const {
  auto found =
      llvm::find_if(llvm::reverse(frameworks_),
                    [&](const FrameworkModel &model) { return model.name == name; });
  return found == frameworks_.rend() ? nullptr : &*found;
}

void ModelSet::index(const FrameworkModel &entries, const FrameworkModel &owner) {
  static const std::string global;
  llvm::ArrayRef<std::string> scopes = owner.namespaces;
  if (scopes.empty())
    scopes = global;
  for (const std::string &scope : scopes) {
    indexUnder(scope, owner.name, entries.types, types_, typeIdentifiers_);
    indexUnder(scope, owner.name, entries.functions, functions_, functionIdentifiers_);
  }
}

llvm::Error ModelSet::add(FrameworkModel model) {
  if (!model.extends.empty()) {
    const FrameworkModel *base = framework(model.extends);
    if (!base)
      return yaml::errorAt(model.source, model.extendsLine,
                           "extends '" + model.extends +
                               "', which no model read so far describes");
    index(*base, model);
  }
  index(model, model);
  frameworks_.push_back(std::move(model));
  return llvm::Error::success();
}

std::shared_ptr<const ModelSet> ModelSet::embedded() {
  static const std::shared_ptr<const ModelSet> set = [] {
    auto models = std::make_shared<ModelSet>();
    for (const EmbeddedText &file : embeddedModels()) {
      llvm::Expected<FrameworkModel> model =
          parseModel(file.text, ("frameworks/" + file.stem + ".yaml").str());
      if (!model)
        llvm::report_fatal_error(model.takeError());
      if (llvm::Error error = models->add(std::move(*model)))
        llvm::report_fatal_error(std::move(error));
    }
    return models;
  }();
  return set;
}

llvm::Expected<std::shared_ptr<const ModelSet>>
ModelSet::load(llvm::ArrayRef<std::string> userFiles) {
  if (userFiles.empty())
    return embedded();
  struct Loaded {
    std::string stamp;
    std::shared_ptr<const ModelSet> set;
  };
  static std::mutex mutex;
  static llvm::StringMap<Loaded> cache;
  std::string key = llvm::join(userFiles, ";"), stamp = stampOf(userFiles);
  std::lock_guard lock(mutex);
  Loaded &loaded = cache[key];
  if (loaded.set && loaded.stamp == stamp)
    return loaded.set;
  auto models = std::make_shared<ModelSet>(*embedded());
  for (const std::string &path : userFiles) {
    llvm::Expected<FrameworkModel> model = parseFile(path);
    if (!model)
      return model.takeError();
    if (llvm::Error error = models->add(std::move(*model)))
      return error;
  }
  loaded = {std::move(stamp), std::move(models)};
  return loaded.set;
}

const TypeFacts *ModelSet::type(llvm::StringRef qualifiedName) const {
  auto found = types_.find(qualifiedName);
  return found == types_.end() ? nullptr : &found->second;
}

const FunctionFacts *ModelSet::function(llvm::StringRef qualifiedName) const {
  auto found = functions_.find(qualifiedName);
  return found == functions_.end() ? nullptr : &found->second;
}

bool ModelSet::mayNameType(llvm::StringRef identifier) const {
  return typeIdentifiers_.contains(identifier);
}

bool ModelSet::mayNameFunction(llvm::StringRef identifier) const {
  return functionIdentifiers_.contains(identifier);
}

llvm::StringRef ModelSet::advice(llvm::StringRef framework, llvm::StringRef topic) const {
  // A model extends one that was read before it, so going backwards ends.
  for (const FrameworkModel &model : llvm::reverse(frameworks_)) {
    if (model.name != framework)
      continue;
    for (const Advice &advice : model.advice)
      if (advice.topic == topic)
        return advice.text;
    if (!model.extends.empty())
      framework = model.extends;
  }
  return {};
}

} // namespace async_tidy
