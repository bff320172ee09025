// Whether a task may still run when an object that it refers to is gone. The object is a
// temporary of the expression that makes the task, or a local variable.
#pragma once

#include "flow/destination.h"
#include "view/translation-unit.h"

namespace async_tidy {

/// What a function does with a task, against the life of one object.
class Outliving {
public:
  /// `object` is null for a temporary.
  Outliving(const clang::VarDecl *object, const FunctionView &view,
            const TranslationUnit &unit)
      : object_(object), view_(view), unit_(unit) {}

  /// Whether the task outlives the object, seen from where the task goes.
  bool byTask(const Destination &task, const TaskRole &role) const;

  /// Whether the function may wait for what it started, before the variable's scope ends:
  /// it suspends, blocks, or works on some object after the start.
  bool maySettleAfter(const clang::Stmt &start) const;

private:
  bool inVariable(const clang::VarDecl &task, const TaskRole &role) const;
  bool isNarrowerThan(const clang::VarDecl &other) const;
  const clang::Stmt *scopeOf(const clang::VarDecl &variable) const;

  const clang::VarDecl *object_;
  const FunctionView &view_;
  const TranslationUnit &unit_;
};

/// Whether the work of a task that is dropped goes on.
bool goesOnWhenDropped(const TaskRole &task);

} // namespace async_tidy
