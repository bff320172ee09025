// Which local variables refer into a container that outlives the function, and who else
// changes that container in a way that leaves them dangling.
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// How a variable refers into a container.
enum class Reaches { Iterator, Element };

/// A variable that refers into a member, or into a global.
struct ContainerReference {
  const clang::ValueDecl *container = nullptr;
  const ContainerRole *role = nullptr;
  Reaches how = Reaches::Iterator;
};

/// What a variable was initialised with, followed back through iterators, references and
/// algorithms. Nothing if it owns what it has, or refers into a local container.
std::optional<ContainerReference> containerReference(const clang::VarDecl &variable,
                                                     const FunctionView &view,
                                                     const Resolver &roles);

/// A call that leaves such references dangling.
struct ContainerChange {
  const CallSite *call = nullptr;
  const FunctionView *in = nullptr;
  bool removes = false; ///< It takes elements away, and does not only add some.
};

/// The changes by functions other than `except`, and not while the owner is made or
/// destroyed. Removals come first.
std::vector<ContainerChange> changesElsewhere(const ContainerReference &reference,
                                              const FunctionView &except,
                                              const TranslationUnit &unit);

/// Whether the call is one on the container of the reference.
bool isCallOn(const CallSite &call, const ContainerReference &reference);

} // namespace async_tidy
