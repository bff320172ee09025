// `[[clang::annotate("async::...")]]` is how code says what it means to asynchronous
// callers. A misspelt one says nothing, and nobody would notice.

#include "flow/function-check.h"

namespace async_tidy {
namespace {

using namespace clang;

class InvalidAnnotation final : public FunctionCheck {
public:
  static constexpr CheckInfo info{.name = "async-invalid-annotation",
                                  .summary = "an annotation for this tool says nothing",
                                  .severity = Severity::Error};

  using FunctionCheck::FunctionCheck;

  /// Asks for the roles of what the function is and has, so that each annotation is read.
  void checkFunction(const FunctionView &view) override {
    roles().function(view.function());
    for (const ParmVarDecl *parameter : view.function().parameters())
      roles().type(parameter->getType());
    for (const VarDecl *local : view.locals())
      roles().type(local->getType());
    if (const auto *method = dyn_cast<CXXMethodDecl>(&view.function()))
      roles().type(method->getParent());
  }

  void checkUnit() override {
    for (const AnnotationError &error : roles().annotationErrors())
      report(error.where, "this annotation is ignored: %0") << error.message;
  }
};

ASYNC_TIDY_CHECK(InvalidAnnotation);

} // namespace
} // namespace async_tidy
