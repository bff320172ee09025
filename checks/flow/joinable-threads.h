// Which variables and members may hold a running thread when they die? A thread object
// that nobody joined ends the program there.
#pragma once

#include "flow/analysis.h"

namespace async_tidy {

/// What a mention of a variable does to the thread, or the threads, in it.
enum class ThreadMention {
  Asks,    ///< `joinable()`, `get_id()`, `size()`.
  Starts,  ///< Puts a running thread in.
  Ends,    ///< Joins, detaches or moves it away; of a container, looks into it.
  Unclear, ///< Puts something in of which nobody knows whether it runs.
  Escapes, ///< Somebody else may join it from now on.
};

/// Classifies a mention, a DeclRefExpr or MemberExpr of the function.
ThreadMention threadMention(const clang::Expr &mention, const FunctionView &view,
                            const Resolver &roles);

/// Whether the expression makes a thread that runs, or a container of such.
bool startsThread(const clang::Expr *expr, const FunctionView &view,
                  const Resolver &roles);

/// What a variable of the type holds: one thread object or several, whose destructor
/// ends the program if nobody joined.
enum class HoldsThreads { No, One, Many };
HoldsThreads holdsThreads(clang::QualType type, const Resolver &roles);

/// A local variable that holds a running thread where it dies or gets another one.
struct LostThread {
  const clang::VarDecl *variable = nullptr;
  const clang::Expr *started = nullptr; ///< The first place that puts a thread in.
  const clang::Stmt *exit = nullptr;    ///< A jump or `throw`; null at the scope's end.
  const clang::Expr *again = nullptr;   ///< The assignment, if it is overwritten.
  bool never = false;                   ///< It is joined nowhere.
};

/// Only what holds on every path to the place, in source order; what is joined nowhere is
/// told once. Loops that start threads are taken to run at least once.
std::vector<LostThread> lostThreads(const FunctionView &view, Analysis &analysis);

/// A private member that some method starts and nothing in its class ever joins.
struct LostMember {
  const clang::FieldDecl *field;
  const clang::Expr *started;
  const FunctionView *in; ///< The method that starts it.
  bool endedElsewhere;    ///< Some method joins it, but not the destructor.
};

/// In source order. Only classes all of whose methods are seen.
std::vector<LostMember> lostMembers(const TranslationUnit &unit);

} // namespace async_tidy
