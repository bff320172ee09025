// A task that nobody keeps: a lazy one never runs, an eager one goes on with its error unseen.

#include "flow/function-check.h"
#include "model/names.h"

namespace async_tidy {
namespace {

class DiscardedTask final : public FunctionCheck {
public:
  static constexpr CheckInfo info{.name = "async-discarded-task",
                                  .summary = "the result of an asynchronous call is dropped",
                                  .severity = Severity::Error,
                                  .fix = Fix::Suggested,
                                  .cwe = 252};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const DiscardedValue &value : view.discarded())
      if (const TaskRole *task = roles().task(value.expr->getType()))
        report(value.expr->getExprLoc(), "task dropped %0")
            << displayName(value.expr->getType(), context());
  }
};

ASYNC_TIDY_CHECK(DiscardedTask);

} // namespace
} // namespace async_tidy
