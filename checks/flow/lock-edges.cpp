#include "flow/lock-edges.h"

#include "flow/analysis.h"
#include "model/names.h"

namespace async_tidy {

using namespace clang;

namespace {

/// The class that the fields of a place are counted from, null for globals.
const CXXRecordDecl *rootClass(const AccessPath &place, const FunctionView &view) {
  if (const ValueDecl *variable = place.variable())
    return pointeeRecordOf(variable->getType());
  const FunctionView *around = &view;
  while (around->parent() && around->lambda())
    around = around->parent();
  const auto *method = dyn_cast<CXXMethodDecl>(&around->function());
  return method ? method->getParent() : nullptr;
}

/// A name that means the same lock in every function, relative to the object; nothing for
/// locals, elements and unnamed places.
std::optional<std::string> identityOf(const AccessPath &place, const FunctionView &view) {
  const std::optional<std::string> fields = place.fieldNames();
  if (!fields)
    return std::nullopt;
  const auto *global = dyn_cast_or_null<VarDecl>(place.variable());
  if (global && global->hasGlobalStorage())
    return qualifiedName(*global).str().str() + *fields;
  const CXXRecordDecl *record = rootClass(place, view);
  if (!record || fields->empty())
    return std::nullopt;
  return qualifiedName(*record).str().str() + *fields;
}

bool isGlobal(const AccessPath &place) {
  const auto *variable = dyn_cast_or_null<VarDecl>(place.variable());
  return variable && variable->hasGlobalStorage();
}

/// Whether two functions that name both locks must mean the same pair of objects.
bool belongTogether(const AccessPath &first, const AccessPath &second) {
  return isGlobal(first) || isGlobal(second) || first.sharesStartWith(second);
}

std::optional<LockEdge> edge(const HeldLock &held, const AccessPath &first,
                             const Acquisition &taken, const AccessPath &second,
                             const FunctionView &view) {
  std::optional<std::string> from = identityOf(first, view),
                             to = identityOf(second, view);
  if (!from || !to || *from == *to || !belongTogether(first, second))
    return std::nullopt;
  LockEdge edge{.first = *from,
                .second = *to,
                .outer = {},
                .firstTaken = held.acquired,
                .secondTaken = taken.where,
                .callee = taken.callee,
                .inside = taken.inside};
  for (const HeldLock &other : taken.held)
    for (const AccessPath &mutex : other.mutexes)
      if (std::optional<std::string> name = identityOf(mutex, view);
          name && *name != *from && other.onEveryPath)
        edge.outer.push_back(*name);
  return edge;
}

void addEdges(const Acquisition &taken, const FunctionView &view,
              std::vector<LockEdge> &edges) {
  for (const HeldLock &held : taken.held)
    for (const AccessPath &first : held.mutexes)
      for (const AccessPath &second : taken.mutexes)
        if (held.onEveryPath && !held.shared && !held.locks(second))
          if (std::optional<LockEdge> found = edge(held, first, taken, second, view))
            edges.push_back(std::move(*found));
}

} // namespace

std::vector<LockEdge> lockEdges(const FunctionView &view, Analysis &analysis) {
  std::vector<LockEdge> edges;
  if (isa<CXXConstructorDecl, CXXDestructorDecl>(view.function()))
    return edges;
  for (LockOwner owner : {LockOwner::Thread, LockOwner::Task})
    for (const Acquisition &taken : analysis.heldLocks(view, owner).acquisitions())
      if (!taken.tries && !taken.shared)
        addEdges(taken, view, edges);
  return edges;
}

} // namespace async_tidy
