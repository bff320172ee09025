// Lambdas count as part of the function they are written in: their own names say nothing
// and change with every lambda above them.

#include "driver/enclosing.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"

namespace async_tidy {
namespace {

/// Walks declarations only; bodies hold nothing but lambdas and local classes.
class FunctionWalk : public clang::RecursiveASTVisitor<FunctionWalk> {
public:
  explicit FunctionWalk(std::vector<clang::FunctionDecl *> &functions)
      : functions_(functions) {}

  bool TraverseStmt(clang::Stmt *) { return true; }

  bool VisitFunctionDecl(clang::FunctionDecl *function) {
    if (function->doesThisDeclarationHaveABody())
      functions_.push_back(function);
    return true;
  }

private:
  std::vector<clang::FunctionDecl *> &functions_;
};

} // namespace

FunctionIndex::FunctionIndex(clang::ASTContext &context) {
  std::vector<clang::FunctionDecl *> functions;
  FunctionWalk(functions).TraverseAST(context);
  const clang::SourceManager &sources = context.getSourceManager();
  for (const clang::FunctionDecl *function : functions) {
    const auto begin = sources.getFileLoc(function->getBeginLoc());
    const auto end = sources.getFileLoc(function->getEndLoc());
    extents_.push_back({sources.getFilename(begin).str(), sources.getFileOffset(begin),
                        sources.getFileOffset(end),
                        function->getQualifiedNameAsString()});
  }
}

std::string FunctionIndex::find(const std::string &file, unsigned offset) const {
  const Extent *best = nullptr;
  for (const Extent &extent : extents_)
    if (extent.begin <= offset && offset <= extent.end && extent.file == file &&
        (!best || extent.begin > best->begin))
      best = &extent;
  return best ? best->name : "";
}

} // namespace async_tidy
