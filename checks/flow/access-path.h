// Names a place in memory so that two expressions of one function can be compared: `m_`,
// `this->m_` and a reference bound to it are one place, `a.m` and `b.m` are two.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>
#include <string>

namespace async_tidy {

/// A variable, function result, temporary or `this`, and the fields and elements below
/// it. Pointers and what they point to count as one place.
class AccessPath {
public:
  /// Nothing where the place cannot be named: dependent code, results of calls with
  /// arguments.
  static std::optional<AccessPath> of(const clang::Expr *expr,
                                      const clang::ASTContext &context);
  /// A whole variable.
  static AccessPath ofVariable(const clang::ValueDecl &variable);
  /// A temporary object, known by the expression that makes it.
  static AccessPath ofTemporary(const clang::Expr &temporary);
  /// The object that a method runs on.
  static AccessPath ofThis() { return {}; }

  bool startsAtThis() const { return root_ == nullptr; }
  /// The variable (or function) it starts at, null for `this` and temporaries.
  const clang::ValueDecl *variable() const { return variable_; }
  /// Whether it is the variable itself.
  bool isWhole() const { return steps_.empty(); }
  /// The last field (or getter) on the way, null if there is none or an element follows.
  const clang::ValueDecl *lastField() const {
    return steps_.empty() ? nullptr : steps_.back().member;
  }
  /// Whether both start at the same variable or object.
  bool sharesStartWith(const AccessPath &other) const { return root_ == other.root_; }
  /// Whether the other is this place, or a part of it.
  bool contains(const AccessPath &other) const;
  /// The fields as they are written, `.state_.mutex_`; nothing if there are elements.
  std::optional<std::string> fieldNames() const;

  /// The same place with its start replaced: what `m` of a callee's parameter is to the
  /// caller who passed `base` for it.
  AccessPath rebasedOn(const AccessPath &base) const;

  bool operator==(const AccessPath &other) const {
    return root_ == other.root_ && steps_ == other.steps_;
  }

private:
  /// A field or getter, or an element known by the hash of its index.
  struct Step {
    const clang::ValueDecl *member = nullptr;
    unsigned element = 0;
    bool operator==(const Step &) const = default;
  };

  bool extend(const clang::Expr &expr, const clang::ASTContext &context, unsigned depth);
  bool extendVariable(const clang::ValueDecl &variable, const clang::ASTContext &context,
                      unsigned depth);
  bool extendCall(const clang::CallExpr &call, const clang::ASTContext &context,
                  unsigned depth);
  void addElement(const clang::Expr &index, const clang::ASTContext &context);

  const void *root_ = nullptr;
  const clang::ValueDecl *variable_ = nullptr;
  llvm::SmallVector<Step, 4> steps_;
};

} // namespace async_tidy
