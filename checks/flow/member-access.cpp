#include "flow/member-access.h"

#include "flow/held-locks.h"

namespace async_tidy {

using namespace clang;

std::vector<MemberAccess> memberAccesses(const FunctionView &method, Analysis &analysis) {
  std::vector<MemberAccess> accesses;
  const auto *decl = dyn_cast<CXXMethodDecl>(&method.function());
  if (!decl || decl->isStatic() || method.lambda() ||
      isa<CXXConstructorDecl, CXXDestructorDecl>(decl) || method.thisUses().empty())
    return accesses;
  const HeldLocks &locks = analysis.heldLocks(method);
  for (SharedMention &mention :
       sharedMentions(*method.body(), method, analysis.unit().roles())) {
    if (!mention.place.startsAtThis())
      continue;
    MemberAccess access{.method = &method,
                        .expr = mention.expr,
                        .place = std::move(mention.place),
                        .touch = mention.touch,
                        .locks = {}};
    for (const HeldLock &held : locks.at(mention.expr)) {
      access.locked = true;
      for (const AccessPath &mutex : held.mutexes)
        if (held.onEveryPath && mutex.startsAtThis())
          access.locks.push_back(mutex);
    }
    accesses.push_back(std::move(access));
  }
  return accesses;
}

} // namespace async_tidy
