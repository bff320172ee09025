// What a call that may decline, or do less than it is asked, has lost when nobody looks
// at its answer.
#pragma once

#include "view/translation-unit.h"

namespace async_tidy {

/// How the answer is ignored.
enum class Unheard {
  Dropped,   ///< The value is thrown away.
  Cast,      ///< Thrown away on purpose: a cast to void, `std::ignore`.
  Variable,  ///< Bound to a variable that is never read.
  Parameter, ///< A completion handler's count that is never read.
  Token,     ///< The completion token throws it away.
};

struct UnheardRefusal {
  const CallSite *call = nullptr;
  bool partial = false; ///< A part was done, and the answer says how much.
  Unheard how = Unheard::Dropped;
  clang::SourceLocation where;
  const clang::ValueDecl *queue =
      nullptr; ///< What the element was for, if it has a name.
};

/// Every refusal of the function that loses data: an element that did not get into its
/// queue, the rest of a buffer. Left out are elements that carry nothing (a constant, an
/// empty class: a signal), and calls that were preceded by making room.
std::vector<UnheardRefusal> unheardRefusals(const FunctionView &view,
                                            const TranslationUnit &unit);

/// The constant capacity of a queue in a variable or member, if it is visible.
std::optional<int64_t> capacityOf(const clang::ValueDecl &queue, const QueueRole &role,
                                  const TranslationUnit &unit);

} // namespace async_tidy
