// Checks register themselves; the hosts, `list`, `explain`, SARIF and the meta tests
// read the same registry.
#pragma once

#include "core/check.h"

#include <memory>
#include <vector>

namespace async_tidy {

/// A check as the registry knows it.
struct RegisteredCheck {
  using Factory = std::unique_ptr<Check> (*)(Host &);
  const CheckInfo *info;
  llvm::StringRef area; ///< The folder of its source file: `tasks`, `locks`, ...
  Factory create;

  /// Path of its page below `docs/`.
  std::string page() const;
  /// Where its page can be read online.
  std::string url() const;
};

/// Every check, sorted by name.
llvm::ArrayRef<RegisteredCheck> registeredChecks();

/// Null for a name that no check of ours has.
const RegisteredCheck *findCheck(llvm::StringRef name);

namespace detail {
struct Registration {
  Registration(const CheckInfo &info, llvm::StringRef file,
               RegisteredCheck::Factory create);
};
} // namespace detail

} // namespace async_tidy

/// The one line that makes a check known, at the end of its file.
#define ASYNC_TIDY_CHECK(Class)                                                          \
  static const ::async_tidy::detail::Registration registration(                          \
      Class::info, __FILE__,                                                             \
      [](::async_tidy::Host &host) -> std::unique_ptr<::async_tidy::Check> {             \
        return std::make_unique<Class>(Class::info, host);                               \
      })
