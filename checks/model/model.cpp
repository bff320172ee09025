// What do the frameworks' models, taken together, say about a qualified name?

#include "model/model.h"

#include "core/embedded.h"
#include "model/yaml.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

#include <deque>
#include <mutex>
#include <optional>

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

/// Whether any name in the facts is relative to the scope that they are used under.
bool dependsOnScope(const TypeFacts &) { return false; }
bool dependsOnScope(const FunctionFacts &facts) {
  return facts.blocking || facts.wait || facts.syncWait || facts.open ||
         !facts.callbacks.empty();
}

/// Facts by name. Names share them; only what differs from one name to the next is
/// copied.
template <typename Facts> struct Index {
  llvm::StringMap<const Facts *> byName;
  llvm::StringSet<> identifiers;
  std::deque<Facts> copies;
  /// The first entry whose name another framework had described before.
  std::pair<const Facts *, const Facts *> clash = {};

  void add(llvm::StringRef scope, llvm::StringRef framework,
           const std::vector<Facts> &entries) {
    for (const Facts &entry : entries) {
      const std::string name = qualify(scope, entry.name);
      identifiers.insert(lastComponent(name));
      const Facts *&facts = byName[name];
      if (facts && facts->framework != framework && !clash.first)
        clash = {&entry, facts};
      facts = &entry;
      if (entry.framework == framework && !dependsOnScope(entry))
        continue;
      Facts &copy = copies.emplace_back(entry);
      copy.framework = framework.str();
      qualifyNames(scope, copy);
      facts = &copy;
    }
  }

  llvm::Error clashError() const {
    if (!clash.first)
      return llvm::Error::success();
    return yaml::errorAt(clash.first->origin.source, clash.first->origin.line,
                         "'" + clash.first->name + "' is described by " +
                             clash.second->origin.source + ":" +
                             llvm::Twine(clash.second->origin.line) + " as well");
  }

  void remove(llvm::StringRef framework) {
    for (auto &entry : byName)
      if (entry.second && entry.second->framework == framework)
        entry.second = nullptr;
  }
};

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

struct ModelSet::Contents {
  std::shared_ptr<const ModelSet> base;  ///< What this one adds to; null for the first.
  std::deque<FrameworkModel> frameworks; ///< Names as written in the files.
  Index<TypeFacts> types;
  Index<FunctionFacts> functions;
  llvm::StringMap<const TypeFacts *> markers;
  std::vector<std::string> markerNames;
  llvm::StringSet<> off;

  const FrameworkModel *framework(llvm::StringRef name) const {
    for (const FrameworkModel &model : llvm::reverse(frameworks))
      if (model.name == name)
        return &model;
    return base ? base->contents_->framework(name) : nullptr;
  }

  void switchOff(llvm::StringRef framework) {
    off.insert(framework);
    types.remove(framework);
    functions.remove(framework);
  }

  /// For what the base says; entries of this set that were read later count.
  template <typename Facts> const Facts *unlessOff(const Facts *facts) const {
    return facts && off.contains(facts->framework) ? nullptr : facts;
  }

  void index(const FrameworkModel &entries, const FrameworkModel &owner) {
    static const std::string global;
    llvm::ArrayRef<std::string> scopes = owner.namespaces;
    if (scopes.empty())
      scopes = global;
    for (const std::string &scope : scopes) {
      types.add(scope, owner.name, entries.types);
      functions.add(scope, owner.name, entries.functions);
    }
  }
};

ModelSet::ModelSet() : contents_(std::make_unique<Contents>()) {}
ModelSet::~ModelSet() = default;

llvm::Error ModelSet::add(FrameworkModel added) {
  for (const std::string &name : added.switchOff) {
    if (!contents_->framework(name))
      return yaml::errorAt(added.source, added.switchOffLine,
                           "switches off '" + name +
                               "', which no model read so far describes");
    contents_->switchOff(name);
  }
  const FrameworkModel *base = nullptr;
  if (!added.extends.empty() && !(base = contents_->framework(added.extends)))
    return yaml::errorAt(added.source, added.extendsLine,
                         "extends '" + added.extends +
                             "', which no model read so far describes");
  const FrameworkModel &model = contents_->frameworks.emplace_back(std::move(added));
  if (base)
    contents_->index(*base, model);
  contents_->index(model, model);
  for (const TypeFacts &marker : model.markers) {
    contents_->markers[marker.name] = &marker;
    contents_->markerNames.push_back(marker.name);
  }
  return llvm::Error::success();
}

llvm::Error ModelSet::addEmbedded() {
  llvm::Error errors = llvm::Error::success();
  for (const EmbeddedText &file : embeddedModels()) {
    llvm::Expected<FrameworkModel> model =
        parseModel(file.text, ("frameworks/" + file.stem + ".yaml").str());
    errors = llvm::joinErrors(std::move(errors),
                              model ? add(std::move(*model)) : model.takeError());
  }
  errors = llvm::joinErrors(std::move(errors), contents_->types.clashError());
  errors = llvm::joinErrors(std::move(errors), contents_->functions.clashError());
  return errors;
}

std::shared_ptr<const ModelSet> ModelSet::embedded() {
  static const std::shared_ptr<const ModelSet> set = [] {
    auto models = std::make_shared<ModelSet>();
    // A test verifies them; a user can do nothing about a mistake in them.
    llvm::consumeError(models->addEmbedded());
    return models;
  }();
  return set;
}

llvm::Error ModelSet::verifyEmbedded() { return ModelSet().addEmbedded(); }

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
  auto models = std::make_shared<ModelSet>();
  models->contents_->base = embedded();
  models->contents_->markerNames = models->contents_->base->markers().vec();
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

std::vector<const FrameworkModel *> ModelSet::frameworks() const {
  std::vector<const FrameworkModel *> all;
  if (contents_->base)
    all = contents_->base->frameworks();
  for (const FrameworkModel &model : contents_->frameworks)
    all.push_back(&model);
  return all;
}

bool ModelSet::isSwitchedOff(llvm::StringRef framework) const {
  return contents_->off.contains(framework);
}

const TypeFacts *ModelSet::type(llvm::StringRef qualifiedName) const {
  if (const TypeFacts *facts = contents_->types.byName.lookup(qualifiedName))
    return facts;
  return contents_->base ? contents_->unlessOff(contents_->base->type(qualifiedName))
                         : nullptr;
}

const FunctionFacts *ModelSet::function(llvm::StringRef qualifiedName) const {
  if (const FunctionFacts *facts = contents_->functions.byName.lookup(qualifiedName))
    return facts;
  return contents_->base ? contents_->unlessOff(contents_->base->function(qualifiedName))
                         : nullptr;
}

const TypeFacts *ModelSet::marker(llvm::StringRef memberType) const {
  if (const TypeFacts *facts = contents_->markers.lookup(memberType))
    return facts;
  return contents_->base ? contents_->unlessOff(contents_->base->marker(memberType))
                         : nullptr;
}

llvm::ArrayRef<std::string> ModelSet::markers() const { return contents_->markerNames; }

bool ModelSet::mayNameType(llvm::StringRef identifier) const {
  return contents_->types.identifiers.contains(identifier) ||
         (contents_->base && contents_->base->mayNameType(identifier));
}

bool ModelSet::mayNameFunction(llvm::StringRef identifier) const {
  return contents_->functions.identifiers.contains(identifier) ||
         (contents_->base && contents_->base->mayNameFunction(identifier));
}

namespace {

/// What the last read model of a framework says, or else what it extends; nothing where
/// `look` never answers. A model extends one that was read before it, so going backwards
/// ends.
template <typename Answer>
Answer latest(llvm::StringRef framework, const ModelSet &models,
              llvm::function_ref<std::optional<Answer>(const FrameworkModel &)> look) {
  std::string name = framework.str();
  const std::vector<const FrameworkModel *> all = models.frameworks();
  for (const FrameworkModel *model : llvm::reverse(all)) {
    if (model->name != name)
      continue;
    if (std::optional<Answer> answer = look(*model))
      return *answer;
    if (!model->extends.empty())
      name = model->extends;
  }
  return {};
}

} // namespace

llvm::StringRef ModelSet::advice(llvm::StringRef framework, llvm::StringRef topic) const {
  using Text = llvm::StringRef;
  return latest<Text>(framework, *this, [&](const auto &model) -> std::optional<Text> {
    for (const Advice &advice : model.advice)
      if (advice.topic == topic)
        return Text(advice.text);
    return std::nullopt;
  });
}

llvm::ArrayRef<Cancellation> ModelSet::cancellations(llvm::StringRef framework) const {
  using All = llvm::ArrayRef<Cancellation>;
  return latest<All>(framework, *this, [](const auto &model) -> std::optional<All> {
    return model.cancellations.empty() ? std::nullopt
                                       : std::optional<All>(model.cancellations);
  });
}

} // namespace async_tidy
