// Finds the functions of a translation unit and builds their views.
#pragma once

#include "view/translation-unit.h"

#include "llvm/ADT/DenseSet.h"

namespace async_tidy {

class FunctionCollector {
public:
  explicit FunctionCollector(TranslationUnit &unit) : unit_(unit) {}
  void collect();

private:
  void visitTopLevel(clang::Decl &decl);
  void visit(clang::Decl &decl);
  void visitAll(clang::DeclContext &context);
  void visitFunction(clang::FunctionDecl &function);
  void visitTemplate(clang::FunctionTemplateDecl &pattern);
  void visitTemplate(clang::ClassTemplateDecl &pattern);
  void visitInitializer(clang::Expr *init);
  void add(const clang::FunctionDecl &function, const FunctionView *parent,
           const clang::LambdaExpr *lambda);
  void addLambda(const clang::LambdaExpr &lambda, const FunctionView *parent);

  TranslationUnit &unit_;
  std::vector<const clang::FunctionDecl *> patterns_;
  llvm::DenseSet<const clang::FunctionDecl *> instantiated_;
};

} // namespace async_tidy
