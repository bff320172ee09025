#include "view/blocking.h"

#include "model/words.h"
#include "view/descriptor.h"
#include "view/hop.h"
#include "view/ready.h"

namespace async_tidy {

Blocks blocks(const CallSite &site, const FunctionView &view,
              const TranslationUnit &unit) {
  if (!site.facts)
    return Blocks::No;
  if (const auto &wait = site.facts->syncWait)
    return unit.anyHolds(wait->unless, site, view) ||
                   isProvenReady(*wait, site, view, unit)
               ? Blocks::No
               : Blocks::Yes;
  const auto &role = site.facts->blocking;
  if (!role || unit.anyHolds(role->unless, site, view) ||
      (!role->when.empty() && !unit.anyHolds(role->when, site, view)))
    return Blocks::No;
  if (!role->uncertain)
    return Blocks::Yes;
  switch (descriptorOf(site, view, unit)) {
  case Descriptor::Blocks:
    return Blocks::Yes;
  case Descriptor::NeverBlocks:
    return Blocks::No;
  case Descriptor::Unknown:
    break;
  }
  return Blocks::Perhaps;
}

BlockingKind blockingKind(const FunctionFacts &facts) {
  return facts.syncWait || !facts.blocking ? BlockingKind::Wait : facts.blocking->kind;
}

bool isListed(BlockingKind kind, llvm::ArrayRef<std::string> kinds) {
  return llvm::any_of(yaml::words<BlockingKind>, [&](const auto &word) {
    return word.second == kind && llvm::is_contained(kinds, word.first);
  });
}

bool isOnPool(const FunctionView &view, clang::SourceLocation where,
              const Resolver &roles) {
  const std::optional<Hop> hop = lastHopBefore(view, where, roles);
  return hop && hop->kind == ExecutorKind::Pool;
}

} // namespace async_tidy
