// Hands the registry to clang-tidy, and with it to every host.

#include "clang-tidy/ClangTidyModule.h"
#include "clang-tidy/ClangTidyModuleRegistry.h"
#include "core/tidy-check.h"

namespace async_tidy {
namespace {

class AsyncTidyModule final : public clang::tidy::ClangTidyModule {
public:
  void addCheckFactories(clang::tidy::ClangTidyCheckFactories &factories) override {
    for (const RegisteredCheck &check : registeredChecks())
      factories.registerCheckFactory(
          check.info->name,
          [&check](llvm::StringRef, clang::tidy::ClangTidyContext *context) {
            return std::make_unique<TidyCheck>(check, context);
          });
  }
};

const clang::tidy::ClangTidyModuleRegistry::Add<AsyncTidyModule>
    registration("async-tidy-module", "Pitfalls of asynchronous code.");

} // namespace
} // namespace async_tidy
