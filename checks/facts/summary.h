// What one function tells its callers, as plain data: it can be stored, and merged with
// what other translation units tell. Nothing in here points into an AST, apart from what
// is marked so.
#pragma once

#include "model/function-roles.h"
#include "view/function-view.h"

#include <string>
#include <vector>

namespace async_tidy {

/// A place in the source.
struct Place {
  std::string file;
  unsigned line = 0, column = 0;
  clang::SourceLocation
      here; ///< In the translation unit that it was read in; not stored.
};

enum class Comparison { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual };

/// What must hold of a parameter for a place in the function to be reached.
struct Guard {
  unsigned parameter = 0;
  Comparison comparison = Comparison::Equal;
  int64_t value = 0;
};

/// An argument whose value is known where the call is compiled.
struct KnownArgument {
  unsigned parameter = 0;
  int64_t value = 0;
};

/// How a function comes to run another one.
enum class Via {
  Call,
  Destructor,      ///< Of a local object, where its scope ends.
  DefaultArgument, ///< Evaluated by whoever calls the function that declares it; its
                   ///< place is that call.
  Callback,        ///< A callable that another call runs before it returns.
  Virtual,         ///< An override of the method that is called.
  Stored,          ///< What somebody has put into the callable that is called.
};

/// A direct way into another function.
struct CallFact {
  Via via = Via::Call;
  std::string callee; ///< Its USR.
  std::string name;   ///< As a user calls it.
  Place place;
  std::vector<Guard> guards;
  std::vector<KnownArgument> arguments;
  /// In this translation unit; not stored. A destructor's call has no expression.
  const clang::Expr *expr = nullptr;
  const FunctionView *target = nullptr;
};

/// A call that keeps its thread.
struct BlockingFact {
  Via via = Via::Call;
  BlockingKind kind = BlockingKind::Wait;
  std::string name;       ///< Of what is called.
  std::string instead;    ///< What to write in asynchronous code.
  bool uncertain = false; ///< Depends on the mode of a descriptor that cannot be seen.
  Place place;
  std::vector<Guard> guards;
  const CallSite *site = nullptr; ///< In this translation unit; not stored.
};

/// The summary of one function.
struct FunctionSummary {
  std::string usr;
  std::string name;
  Place declared;
  bool suspends = false; ///< A coroutine: its body is no part of a call.
  /// It asks on which thread it runs and acts on the answer: what it does elsewhere it
  /// may not do here.
  bool asksForThread = false;
  std::vector<BlockingFact> blocks;
  std::vector<CallFact> calls;
};

} // namespace async_tidy
