// What do the frameworks' models, taken together, say about a qualified name?

#include "model/model.h"

#include "model/embedded.h"
#include "model/layer.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

#include <mutex>

namespace async_tidy {
namespace {

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

/// The user's files lie on top of the embedded ones.
struct ModelSet::UserModels {
  ModelLayer layer;
  llvm::StringSet<> typeIdentifiers, functionIdentifiers;
  std::vector<std::string> markerNames = EmbeddedModels::get().markerNames().vec();

  llvm::Error read(llvm::ArrayRef<std::string> files);

  /// For what an embedded file says.
  template <typename Facts> const Facts *unlessOff(const Facts *facts) const {
    return facts && layer.isSwitchedOff(facts->framework) ? nullptr : facts;
  }
};

llvm::Error ModelSet::UserModels::read(llvm::ArrayRef<std::string> files) {
  for (const std::string &path : files) {
    llvm::Expected<FrameworkModel> model = parseFile(path);
    if (!model)
      return model.takeError();
    auto embedded = [](llvm::StringRef name) -> const FrameworkModel * {
      auto found = EmbeddedModels::get().framework(name);
      return found.empty() ? nullptr : found.back();
    };
    if (llvm::Error error = layer.add(std::move(*model), embedded))
      return error;
  }
  for (llvm::StringRef name : layer.types().names())
    typeIdentifiers.insert(lastComponent(name));
  for (llvm::StringRef name : layer.functions().names())
    functionIdentifiers.insert(lastComponent(name));
  for (llvm::StringRef marker : layer.markerNames())
    markerNames.push_back(marker.str());
  return llvm::Error::success();
}

ModelSet::ModelSet() = default;
ModelSet::~ModelSet() = default;

std::shared_ptr<const ModelSet> ModelSet::embedded() {
  static const std::shared_ptr<const ModelSet> set = std::make_shared<ModelSet>();
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
  auto models = std::make_shared<ModelSet>();
  models->user_ = std::make_unique<UserModels>();
  if (llvm::Error error = models->user_->read(userFiles))
    return error;
  loaded = {std::move(stamp), std::move(models)};
  return loaded.set;
}

std::vector<const FrameworkModel *> ModelSet::frameworks() const {
  std::vector<const FrameworkModel *> all = EmbeddedModels::get().frameworks();
  if (user_)
    for (const FrameworkModel &model : user_->layer.frameworks())
      all.push_back(&model);
  return all;
}

bool ModelSet::isSwitchedOff(llvm::StringRef framework) const {
  return user_ && user_->layer.isSwitchedOff(framework);
}

const TypeFacts *ModelSet::type(llvm::StringRef qualifiedName) const {
  if (!user_)
    return EmbeddedModels::get().type(qualifiedName);
  if (const TypeFacts *facts = user_->layer.types().find(qualifiedName))
    return facts;
  return user_->unlessOff(EmbeddedModels::get().type(qualifiedName));
}

const FunctionFacts *ModelSet::function(llvm::StringRef qualifiedName) const {
  if (!user_)
    return EmbeddedModels::get().function(qualifiedName);
  if (const FunctionFacts *facts = user_->layer.functions().find(qualifiedName))
    return facts;
  return user_->unlessOff(EmbeddedModels::get().function(qualifiedName));
}

const TypeFacts *ModelSet::marker(llvm::StringRef memberType) const {
  if (!user_)
    return EmbeddedModels::get().marker(memberType);
  if (const TypeFacts *facts = user_->layer.marker(memberType))
    return facts;
  return user_->unlessOff(EmbeddedModels::get().marker(memberType));
}

llvm::ArrayRef<std::string> ModelSet::markers() const {
  return user_ ? llvm::ArrayRef(user_->markerNames) : EmbeddedModels::get().markerNames();
}

bool ModelSet::mayNameType(llvm::StringRef identifier) const {
  return EmbeddedModels::get().mayNameType(identifier) ||
         (user_ && user_->typeIdentifiers.contains(identifier));
}

bool ModelSet::mayNameFunction(llvm::StringRef identifier) const {
  return EmbeddedModels::get().mayNameFunction(identifier) ||
         (user_ && user_->functionIdentifiers.contains(identifier));
}

std::vector<const FrameworkModel *> ModelSet::lineage(llvm::StringRef framework) const {
  std::vector<const FrameworkModel *> files;
  std::string name = framework.str();
  if (user_)
    // A model extends one that was read before it, so going backwards ends.
    for (const FrameworkModel &model : llvm::reverse(user_->layer.frameworks()))
      if (model.name == name) {
        files.push_back(&model);
        if (!model.extends.empty())
          name = model.extends;
      }
  const std::vector<const FrameworkModel *> embedded =
      EmbeddedModels::get().framework(name);
  files.insert(files.end(), embedded.rbegin(), embedded.rend());
  return files;
}

llvm::StringRef ModelSet::advice(llvm::StringRef framework, llvm::StringRef topic) const {
  for (const FrameworkModel *model : lineage(framework))
    for (const Advice &advice : model->advice)
      if (advice.topic == topic)
        return advice.text;
  return {};
}

llvm::ArrayRef<Cancellation> ModelSet::cancellations(llvm::StringRef framework) const {
  for (const FrameworkModel *model : lineage(framework))
    if (!model->cancellations.empty())
      return model->cancellations;
  return {};
}

} // namespace async_tidy
