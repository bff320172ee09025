#include "view/constant.h"

#include "model/names.h"

namespace async_tidy {

using namespace clang;

std::optional<int64_t> constantValue(const Expr *expr, const ASTContext &context) {
  expr = stripped(expr);
  if (!expr || expr->isValueDependent())
    return std::nullopt;
  if (expr->isNullPointerConstant(const_cast<ASTContext &>(context),
                                  Expr::NPC_ValueDependentIsNotNull))
    return 0;
  Expr::EvalResult result;
  if (expr->getType()->isIntegralOrEnumerationType() &&
      expr->EvaluateAsInt(result, context))
    return result.Val.getInt().getExtValue();
  // `0s` and `milliseconds(0)`: a literal type whose only field is a number.
  if (!expr->getType()->isRecordType() || !expr->EvaluateAsRValue(result, context) ||
      !result.Val.isStruct() || result.Val.getStructNumFields() != 1)
    return std::nullopt;
  const APValue &field = result.Val.getStructField(0);
  return field.isInt() ? std::optional(field.getInt().getExtValue()) : std::nullopt;
}

} // namespace async_tidy
