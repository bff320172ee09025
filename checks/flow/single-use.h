// Values that are good for one use: a task is awaited once, a future read once, a promise
// settled once. Which variables are used again with nothing new in them?
#pragma once

#include "flow/analysis.h"

namespace async_tidy {

/// What uses a variable's value up.
enum class UsedUp {
  Awaited,
  Taken,     ///< By a method that may be called once.
  MovedAway, ///< Into another object, or to somebody who takes it.
  Settled,   ///< A promise that has its value or error.
};

/// A use of a variable whose value is gone.
struct SecondUse {
  const clang::VarDecl *variable = nullptr;
  const clang::Expr *first = nullptr, *second = nullptr; ///< Mentions of it.
  UsedUp how = UsedUp::Awaited, again = UsedUp::Awaited;
  /// The same place, in the next round of a loop that does not make a new value.
  bool eachRound = false;
};

/// Second uses of locals and parameters, in source order, one for each variable. Only
/// what every path agrees on; aliases, and branches that ask about the value, are left
/// out.
std::vector<SecondUse> secondUses(const FunctionView &view, Analysis &analysis);

/// Whether a statement of a loop's body runs in each round, unless the loop was left.
bool runsEachRound(const clang::Stmt &stmt, const clang::Stmt &loop,
                   const FunctionView &view);

} // namespace async_tidy
