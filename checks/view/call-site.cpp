#include "view/call-site.h"

#include "model/names.h"

namespace async_tidy {

using namespace clang;

static llvm::SmallVector<const Expr *, 4>
writtenArguments(llvm::ArrayRef<const Expr *> arguments) {
  llvm::SmallVector<const Expr *, 4> written;
  for (const Expr *argument : arguments)
    if (!isa<CXXDefaultArgExpr>(argument))
      written.push_back(argument);
  return written;
}

CallSite callSiteOf(const Expr &expr, const Resolver &roles) {
  CallSite site{&expr, nullptr, nullptr, {}, roles.call(expr)};
  if (const auto *construct = dyn_cast<CXXConstructExpr>(&expr)) {
    site.callee = construct->getConstructor();
    site.arguments = writtenArguments({construct->getArgs(), construct->getNumArgs()});
    return site;
  }
  const auto &call = cast<CallExpr>(expr);
  site.callee = calleeOf(call);
  llvm::ArrayRef<const Expr *> arguments(call.getArgs(), call.getNumArgs());
  if (const Expr *object = receiverOf(call)) {
    site.receiver = object;
  } else if (isa<CXXOperatorCallExpr>(call) && !arguments.empty() &&
             isa_and_nonnull<CXXMethodDecl>(site.callee)) {
    site.receiver = arguments.front();
    arguments = arguments.drop_front();
  }
  site.arguments = writtenArguments(arguments);
  return site;
}

} // namespace async_tidy
