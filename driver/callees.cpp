#include "driver/callees.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"

namespace async_tidy {
namespace {

class CallWalk : public clang::RecursiveASTVisitor<CallWalk> {
public:
  using Found = std::function<void(clang::SourceLocation, const clang::FunctionDecl *)>;
  explicit CallWalk(Found found) : found_(std::move(found)) {}

  bool VisitCallExpr(clang::CallExpr *call) {
    if (const clang::FunctionDecl *callee = call->getDirectCallee())
      found_(call->getExprLoc(), callee);
    return true;
  }

  bool VisitCXXConstructExpr(clang::CXXConstructExpr *call) {
    found_(call->getLocation(), call->getConstructor());
    return true;
  }

private:
  Found found_;
};

/// Without the body: a change in there does not concern the callers.
Declaration head(const clang::FunctionDecl &function,
                 const clang::SourceManager &sources) {
  const clang::Stmt *body =
      function.doesThisDeclarationHaveABody() ? function.getBody() : nullptr;
  const auto begin = sources.getFileLoc(function.getOuterLocStart());
  const auto end = sources.getFileLoc(body ? body->getBeginLoc() : function.getEndLoc());
  return {sources.getFilename(begin).str(),
          {sources.getSpellingLineNumber(begin), sources.getSpellingLineNumber(end)}};
}

} // namespace

CalleeIndex::CalleeIndex(clang::ASTContext &context)
    : sources_(context.getSourceManager()) {
  const auto add = [this](clang::SourceLocation where,
                          const clang::FunctionDecl *callee) {
    where = sources_.getFileLoc(where);
    if (where.isValid() && !sources_.isInSystemHeader(callee->getLocation()))
      calls_[{sources_.getFilename(where).str(), sources_.getSpellingLineNumber(where)}]
          .push_back(callee->getCanonicalDecl());
  };
  CallWalk(add).TraverseAST(context);
}

std::vector<Declaration> CalleeIndex::on(const std::string &file, unsigned line) const {
  std::vector<Declaration> declarations;
  const auto found = calls_.find({file, line});
  if (found == calls_.end())
    return declarations;
  for (const clang::FunctionDecl *callee : found->second)
    for (const clang::FunctionDecl *declaration : callee->redecls())
      if (!declaration->isImplicit())
        declarations.push_back(head(*declaration, sources_));
  return declarations;
}

} // namespace async_tidy
