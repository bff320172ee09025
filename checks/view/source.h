// What a fix-it needs to know of the text: how it reads, which names are taken, what may
// be repeated.
#pragma once

#include "view/function-view.h"

namespace async_tidy {

/// The text of a range as written; empty where macros make it unclear.
llvm::StringRef sourceText(clang::SourceRange range, const clang::ASTContext &context);

/// The first of the names that the function's text does not mention; empty if it mentions
/// all.
llvm::StringRef unusedName(const FunctionView &view,
                           llvm::ArrayRef<llvm::StringRef> candidates);

/// Whether one place stands before another in the text, macros expanded.
inline bool standsBefore(clang::SourceLocation one, clang::SourceLocation other,
                         const clang::ASTContext &context) {
  return context.getSourceManager().isBeforeInTranslationUnit(one, other);
}

/// Whether evaluating the expression again does nothing but read.
bool onlyReads(const clang::Stmt &stmt);

/// The opposite of a condition, as short as it can be written.
std::string negated(const clang::Expr &condition, const clang::ASTContext &context);

/// Whether no macro takes part in the range, so that an edit means what it says.
inline bool isPlainText(clang::SourceRange range) {
  return range.isValid() && !range.getBegin().isMacroID() && !range.getEnd().isMacroID();
}

} // namespace async_tidy
