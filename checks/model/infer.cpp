#include "model/infer.h"

#include "model/infer-parts.h"
#include "model/infer-task.h"
#include "model/names.h"
#include "model/resolve.h"

namespace async_tidy {

using namespace clang;

namespace {

/// The facts, if anything was seen: each part that fills a role says why.
template <typename Facts>
std::optional<Facts> unlessEmpty(Facts &facts, const NamedDecl &decl) {
  if (facts.origin.why.empty())
    return std::nullopt;
  facts.name = qualifiedName(decl).str();
  return std::move(facts);
}

/// What a member type says that some library's protocol gives a meaning: on top of what
/// is seen, a lock may be one that coroutines can hold.
void applyMarker(const TypeFacts &marker, TypeFacts &facts) {
  if (marker.mutex && facts.mutex)
    facts.mutex->async |= marker.mutex->async;
  else if (marker.mutex)
    facts.mutex = marker.mutex;
  if (marker.scopeBound)
    facts.scopeBound = marker.scopeBound;
  facts.origin.add("has the member type '" + marker.name + "'");
}

void readMarkers(const CXXRecordDecl &record, const Resolver &roles, TypeFacts &facts) {
  for (const std::string &name : roles.models().markers()) {
    const auto *marker = dyn_cast_or_null<TypedefNameDecl>(memberNamed(record, name));
    if (!marker)
      continue;
    // `false_type` opts out of what a base says.
    const CXXRecordDecl *value = recordOf(marker->getUnderlyingType());
    const auto *special = dyn_cast_or_null<ClassTemplateSpecializationDecl>(value);
    const auto arguments = special ? special->getTemplateArgs().asArray()
                                   : llvm::ArrayRef<TemplateArgument>();
    const bool off = llvm::any_of(arguments, [](const TemplateArgument &argument) {
      return argument.getKind() == TemplateArgument::Integral &&
             argument.getAsIntegral().isZero();
    });
    const TypeFacts *says = roles.models().marker(name);
    if (says && !off)
      applyMarker(*says, facts);
    else if (says && facts.origin.why.empty()) {
      facts.none = true; // not what its bases are either
      facts.origin.add("opts out by the member type '" + name + "'");
    }
  }
}

bool isInferable(const CXXRecordDecl &record) {
  return !record.isInStdNamespace() && !record.isInvalidDecl() && !record.isUnion();
}

} // namespace

std::optional<TypeFacts> inferType(const CXXRecordDecl &record, const Resolver &roles) {
  TypeFacts facts;
  facts.origin.source = "structure";
  if (readAnnotations(record, roles, facts))
    return unlessEmpty(facts, record);
  if (!isInferable(record))
    return std::nullopt;
  const Shape shape(record, roles);
  inferTask(shape, facts);
  if (!facts.task && !facts.generator) {
    inferLocks(shape, facts);
    inferSignals(shape, facts);
    inferRequests(shape, facts);
    if (!facts.mutex && !facts.guard && !facts.semaphore)
      inferQueue(shape, facts);
    inferExecutors(shape, facts);
  }
  readAttributes(record, facts);
  readMarkers(record, roles, facts);
  return unlessEmpty(facts, record);
}

std::optional<FunctionFacts> inferFunction(const FunctionDecl &function,
                                           const Resolver &roles) {
  FunctionFacts facts;
  facts.origin.source = "structure";
  if (readAnnotations(function, roles, facts))
    return unlessEmpty(facts, function);
  if (!readAttributes(function, facts))
    inferSyncWait(function, roles, facts);
  if (!function.isInStdNamespace())
    facts.isSummary = inferCallbacks(function, roles, facts);
  if (const auto *method = dyn_cast<CXXMethodDecl>(&function);
      method && !method->isStatic() && !method->getParent()->isLambda() &&
      isInferable(*method->getParent())) {
    inferLockOperation(*method, roles, facts);
    inferSignalUse(*method, roles, facts);
    inferRequestUse(*method, roles, facts);
    inferExecution(*method, roles, facts);
    inferTransaction(*method, roles, facts);
  }
  return unlessEmpty(facts, function);
}

} // namespace async_tidy
