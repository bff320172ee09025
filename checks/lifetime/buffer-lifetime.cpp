// An asynchronous read or write uses the caller's memory until it is done. The function
// that started it returns at once, and its variables and temporaries are gone.

#include "flow/destination.h"
#include "flow/function-check.h"
#include "flow/outliving.h"
#include "flow/referent.h"
#include "model/names.h"

#include "clang/AST/DeclTemplate.h"

namespace async_tidy {
namespace {

using namespace clang;

class BufferLifetime final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-buffer-lifetime",
      .summary = "the memory of an asynchronous operation dies before it is done",
      .severity = Severity::Error,
      .fix = Fix::Suggested,
      .cwe = 416};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const CallSite &call : view.calls())
      if (call.facts && call.facts->streamOperation &&
          call.facts->streamOperation->buffer)
        if (const Expr *buffer = call.argument(*call.facts->streamOperation->buffer))
          checkBuffer(call, *buffer, view);
  }

private:
  void checkBuffer(const CallSite &call, const Expr &buffer, const FunctionView &view) {
    if (buffer.isTypeDependent() || !goesOn(call))
      return;
    const Referent memory = referentOf(buffer, view, roles());
    if (!memory || isSequenceOfViews(memory))
      return;
    if (outlives(call, memory, view))
      report(call, buffer, memory);
  }

  /// Whether the operation is an asynchronous one: it has a completion handler, or its
  /// result is awaited.
  bool goesOn(const CallSite &call) const {
    return !call.facts->blocking &&
           (!call.facts->callbacks.empty() || roles().isAwaitable(call.expr->getType()));
  }

  bool outlives(const CallSite &call, const Referent &memory,
                const FunctionView &view) const {
    const Outliving life(memory.variable, view, unit());
    if (const TaskRole *task = roles().task(call.expr->getType()))
      return life.byTask(destinationOf(*call.expr, view, roles()), *task);
    // With a handler it has started, and nothing in this expression waits for it.
    return call.expr->getType()->isVoidType() &&
           (memory.temporary || !life.maySettleAfter(*call.expr));
  }

  /// The operation copies a list of buffers; what they refer to is not the list.
  bool isSequenceOfViews(const Referent &memory) const {
    const QualType type =
        memory.variable ? memory.variable->getType() : memory.temporary->getType();
    if (const auto *array = type->getAsArrayTypeUnsafe())
      return isViewLike(array->getElementType(), roles());
    const auto *special =
        dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(type));
    return isViewLike(type, roles()) || yieldsViews(recordOf(type)) ||
           (special && special->getTemplateArgs().size() > 0 &&
            special->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
            isViewLike(special->getTemplateArgs()[0].getAsType(), roles()));
  }

  /// A list of the user's own: what it iterates over are views.
  bool yieldsViews(const CXXRecordDecl *record) const {
    if (!record || !record->hasDefinition() || record->isInStdNamespace())
      return false;
    for (const NamedDecl *found : record->lookup(&context().Idents.get("begin")))
      if (const auto *begin = dyn_cast<CXXMethodDecl>(found);
          begin && begin->getReturnType()->isPointerType() &&
          isViewLike(begin->getReturnType()->getPointeeType(), roles()))
        return true;
    return false;
  }

  void report(const CallSite &call, const Expr &buffer, const Referent &memory) {
    Check::report(buffer.getExprLoc(), "%0 dies before %1 is done with its memory")
        << (memory.variable ? "'" + memory.variable->getNameAsString() + "'"
                            : std::string("this temporary"))
        << displayCallee(*call.expr);
    if (memory.variable)
      note(memory.variable->getLocation(),
           "'%0' dies at the end of its scope, where nothing waits for the operation")
          << memory.variable->getName();
    note(call.location(), "keep the memory in the object or in the handler, behind a "
                          "shared pointer");
  }
};

ASYNC_TIDY_CHECK(BufferLifetime);

} // namespace
} // namespace async_tidy
