// What a promise type does with errors, and who destroys the frames of its coroutines.
#pragma once

#include "view/translation-unit.h"

#include "clang/Analysis/CFG.h"

namespace async_tidy {

/// The promise type that a method belongs to, null if it is of another class.
const clang::CXXRecordDecl *promiseOfMethod(const clang::FunctionDecl &method);

/// The task type that `get_return_object` makes; null if it cannot be told.
const clang::CXXRecordDecl *taskOf(const clang::CXXRecordDecl &promise);

/// The member in which `unhandled_exception` puts the exception, if nothing in the
/// translation unit ever reads it, and nothing of the promise is defined elsewhere.
const clang::FieldDecl *unreadException(const FunctionView &handler,
                                        const TranslationUnit &unit);

/// Where a task destroys its coroutine, though that has ended and destroyed itself: in
/// the task's destructor. Null if it does not, or if something may tell it.
const clang::CallExpr *secondDestroy(const clang::CXXRecordDecl &promise,
                                     const TranslationUnit &unit);

/// Whether a frame stays when the coroutine has ended, and nothing in the translation
/// unit could ever destroy it.
bool leaksFrames(const clang::CXXRecordDecl &promise, const TranslationUnit &unit);

/// Whether control may reach the end of the body without `co_return`.
bool mayFallOffEnd(const clang::CFG &graph);

} // namespace async_tidy
