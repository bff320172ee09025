// The program that a check runs in, as far as a check knows it. Nothing of clang-tidy is
// named here: its headers bring the AST matchers along, which no check uses and which
// every file would pay for.
#pragma once

#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticIDs.h"
#include "llvm/ADT/StringRef.h"

#include <optional>

namespace async_tidy {

/// What a host gives to one check.
class Host {
public:
  virtual ~Host() = default;

  /// Starts a diagnostic of the check; `message` is a format of Clang's.
  virtual clang::DiagnosticBuilder diagnose(clang::SourceLocation where,
                                            llvm::StringRef message,
                                            clang::DiagnosticIDs::Level level) = 0;

  /// Starts a complaint about the configuration, which has no place in the source.
  virtual clang::DiagnosticBuilder complain(llvm::StringRef message) = 0;

  /// The check's own options, as the user set them. What cannot be read as what is asked
  /// for is reported by the host.
  virtual std::optional<llvm::StringRef> text(llvm::StringRef option) const = 0;
  virtual bool flag(llvm::StringRef option, bool fallback) const = 0;
  virtual unsigned number(llvm::StringRef option, unsigned fallback) const = 0;

  /// The value of a project-wide option, `async-tidy.<name>`, or an empty string.
  virtual llvm::StringRef projectOption(llvm::StringRef name) const = 0;
};

} // namespace async_tidy
