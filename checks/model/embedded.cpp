// Which embedded file describes a name, and what does it say?

#include "model/embedded.h"

#include "core/embedded.h"
#include "model/model.h"

#include "llvm/ADT/STLExtras.h"

namespace async_tidy {

void EmbeddedModels::Names::add(llvm::ArrayRef<llvm::StringLiteral> names,
                                unsigned file) {
  for (llvm::StringRef name : names) {
    files[name] = file;
    identifiers.insert(lastComponent(name));
  }
}

EmbeddedModels::EmbeddedModels()
    : files_(std::make_unique<File[]>(embeddedModels().size())) {
  for (auto [file, model] : llvm::enumerate(embeddedModels())) {
    types_.add(model.types, file);
    functions_.add(model.functions, file);
    markers_.add(model.markers, file);
    for (llvm::StringRef marker : model.markers)
      markerNames_.push_back(marker.str());
  }
}

const EmbeddedModels &EmbeddedModels::get() {
  static const EmbeddedModels models;
  return models;
}

const ModelLayer &EmbeddedModels::layer(unsigned file) const {
  std::call_once(files_[file].once, [&] {
    const EmbeddedModel &embedded = embeddedModels()[file];
    // The build has read the same text without an error.
    FrameworkModel model = llvm::cantFail(parseModel(embedded.text, embedded.source));
    llvm::cantFail(files_[file].layer.add(std::move(model),
                                          [](llvm::StringRef) { return nullptr; }));
  });
  return files_[file].layer;
}

const ModelLayer *EmbeddedModels::layerOf(llvm::StringRef name,
                                          const Names &names) const {
  auto found = names.files.find(name);
  return found == names.files.end() ? nullptr : &layer(found->second);
}

const TypeFacts *EmbeddedModels::type(llvm::StringRef qualifiedName) const {
  const ModelLayer *layer = layerOf(qualifiedName, types_);
  return layer ? layer->types().find(qualifiedName) : nullptr;
}

const FunctionFacts *EmbeddedModels::function(llvm::StringRef qualifiedName) const {
  const ModelLayer *layer = layerOf(qualifiedName, functions_);
  return layer ? layer->functions().find(qualifiedName) : nullptr;
}

const TypeFacts *EmbeddedModels::marker(llvm::StringRef memberType) const {
  const ModelLayer *layer = layerOf(memberType, markers_);
  return layer ? layer->marker(memberType) : nullptr;
}

std::vector<const FrameworkModel *>
EmbeddedModels::framework(llvm::StringRef name) const {
  std::vector<const FrameworkModel *> found;
  for (auto [file, model] : llvm::enumerate(embeddedModels()))
    if (model.framework == name)
      found.push_back(&layer(file).frameworks().front());
  return found;
}

std::vector<const FrameworkModel *> EmbeddedModels::frameworks() const {
  std::vector<const FrameworkModel *> all;
  for (size_t file = 0; file < embeddedModels().size(); ++file)
    all.push_back(&layer(file).frameworks().front());
  return all;
}

} // namespace async_tidy
