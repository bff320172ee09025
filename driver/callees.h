// Which functions are called on a line, and where they are declared. When a function
// becomes a coroutine, its callers are wrong without a change of their own.
#pragma once

#include "driver/finding.h"

#include <map>
#include <set>

namespace clang {
class ASTContext;
class FunctionDecl;
class SourceManager;
} // namespace clang

namespace async_tidy {

/// The calls in the traversal scope.
class CalleeIndex {
public:
  explicit CalleeIndex(clang::ASTContext &context);

  /// Every declaration, outside of system headers, of each function called on the line.
  /// Files are spelled as the compiler does.
  std::vector<Declaration> on(const std::string &file, unsigned line) const;

private:
  using Line = std::pair<std::string, unsigned>;
  const clang::SourceManager &sources_;
  std::map<Line, std::vector<const clang::FunctionDecl *>> calls_;
};

} // namespace async_tidy
