// Which function encloses a place: part of a finding's fingerprint, and good to read.
#pragma once

#include <string>
#include <vector>

namespace clang {
class ASTContext;
}

namespace async_tidy {

/// Source extents of the functions in the traversal scope.
class FunctionIndex {
public:
  explicit FunctionIndex(clang::ASTContext &context);

  /// The qualified name of the innermost function around the offset, or an empty string.
  std::string find(const std::string &file, unsigned offset) const;

private:
  struct Extent {
    std::string file; ///< As the compiler spells it.
    unsigned begin, end;
    std::string name;
  };
  std::vector<Extent> extents_;
};

} // namespace async_tidy
