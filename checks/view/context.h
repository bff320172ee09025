// On what a body runs. Decides whether occupying the thread there hurts anybody else.
#pragma once

#include "view/function-view.h"

namespace async_tidy {

/// The execution context of a body.
enum class ContextKind {
  Plain,     ///< Nothing known: whoever calls it.
  Coroutine, ///< Resumed by an executor that other work shares.
  Loop,      ///< A callback on an event loop or executor.
  Offloaded, ///< Handed to threads made for blocking work.
  Thread,    ///< The body of a thread of its own.
};

/// A context and the evidence for it.
struct Context {
  ContextKind kind = ContextKind::Plain;
  /// The call that hands the body over, null for coroutines and plain functions.
  const CallSite *registration = nullptr;
  const FunctionView *registeredIn = nullptr;
  /// The method that the body overrides, if the context follows from that.
  const FunctionFacts *overridden = nullptr;

  /// Whether blocking here stalls other work.
  bool isAsync() const {
    return kind == ContextKind::Coroutine || kind == ContextKind::Loop;
  }
};

} // namespace async_tidy
