// clangd with our checks inside. Debian ships clangd as libraries, so this is its own
// main: what an editor gets is clangd 19 in full, plus the findings. The linker's --wrap
// lets us answer the three questions below in clangd's place (see CMakeLists.txt).

#include "clang-tidy/ClangTidyOptions.h"
#include "core/registry.h"
#include "llvm/ADT/FunctionExtras.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

#include <optional>
#include <string>
#include <vector>

// clangd's headers are not installed; these are the only declarations that we need.
namespace clang::clangd {
int clangdMain(int argc, char **argv);
struct PublishDiagnosticsParams;
using TidyProviderRef =
    llvm::function_ref<void(clang::tidy::ClangTidyOptions &, llvm::StringRef)>;
} // namespace clang::clangd

#define ASYNC_TIDY_FAST "_ZN5clang6clangd15isFastTidyCheckEN4llvm9StringRefE"
#define ASYNC_TIDY_DEFAULTS "_ZN5clang6clangd20provideDefaultChecksEv"
#define ASYNC_TIDY_PUBLISH "_ZN5clang6clangd6toJSONERKNS0_24PublishDiagnosticsParamsE"

namespace async_tidy {

using clang::clangd::PublishDiagnosticsParams;
using clang::clangd::TidyProviderRef;

std::optional<bool> clangdIsFast(llvm::StringRef name) asm("__real_" ASYNC_TIDY_FAST);
TidyProviderRef clangdDefaults() asm("__real_" ASYNC_TIDY_DEFAULTS);
llvm::json::Value
clangdToJson(const PublishDiagnosticsParams &params) asm("__real_" ASYNC_TIDY_PUBLISH);

namespace {

/// clangd would link to a page of clang-tidy's that does not exist.
void linkToOurPage(llvm::json::Object &diagnostic) {
  std::optional<llvm::StringRef> code = diagnostic.getString("code");
  const RegisteredCheck *check = code ? findCheck(*code) : nullptr;
  if (check)
    diagnostic["codeDescription"] = llvm::json::Object{{"href", check->url()}};
}

bool saysWhereBuiltinHeadersAre(llvm::ArrayRef<const char *> arguments) {
  return llvm::any_of(arguments, [](llvm::StringRef argument) {
    return argument.ltrim('-').starts_with("resource-dir");
  });
}

/// Clang looks for stddef.h and friends beside the running binary; ours is elsewhere.
std::string builtinHeaders(llvm::StringRef program) {
  if (auto chosen = llvm::sys::Process::GetEnv("ASYNC_TIDY_RESOURCE_DIR"))
    return *chosen;
  llvm::SmallString<128> beside(llvm::sys::path::parent_path(program));
  llvm::sys::path::append(beside, "..", "lib", "clang", "19");
  for (llvm::StringRef folder : {llvm::StringRef(ASYNC_TIDY_RESOURCE_DIR), beside.str()})
    if (llvm::sys::fs::exists(folder + "/include/stddef.h"))
      return folder.str();
  llvm::errs() << "async-clangd: Clang's own headers are not in " ASYNC_TIDY_RESOURCE_DIR
                  "; install libclang-common-19-dev or pass --resource-dir\n";
  return "";
}

} // namespace

// clangd drops checks that it has no timing for, silently. Ours run on a view of the
// function that is built once and shared, so we vouch for them.
std::optional<bool> isFast(llvm::StringRef name) asm("__wrap_" ASYNC_TIDY_FAST);
std::optional<bool> isFast(llvm::StringRef name) {
  return findCheck(name) ? true : clangdIsFast(name);
}

// Without a .clang-tidy, clangd runs a short list of its own; the defects join it.
TidyProviderRef defaults() asm("__wrap_" ASYNC_TIDY_DEFAULTS);
TidyProviderRef defaults() {
  static constexpr auto withOurs = [](clang::tidy::ClangTidyOptions &options,
                                      llvm::StringRef file) {
    const bool chosen = options.Checks && !options.Checks->empty();
    clangdDefaults()(options, file);
    if (!chosen && options.Checks)
      *options.Checks += ",async-*,-async-advice-*";
  };
  return withOurs;
}

llvm::json::Value
toJson(const PublishDiagnosticsParams &params) asm("__wrap_" ASYNC_TIDY_PUBLISH);
llvm::json::Value toJson(const PublishDiagnosticsParams &params) {
  llvm::json::Value message = clangdToJson(params);
  if (llvm::json::Array *diagnostics = message.getAsObject()->getArray("diagnostics"))
    for (llvm::json::Value &diagnostic : *diagnostics)
      linkToOurPage(*diagnostic.getAsObject());
  return message;
}

} // namespace async_tidy

int main(int argc, char **argv) {
  std::vector<char *> arguments(argv, argv + argc);
  std::string flag;
  if (!async_tidy::saysWhereBuiltinHeadersAre({argv, argv + argc}))
    if (std::string folder = async_tidy::builtinHeaders(argv[0]); !folder.empty()) {
      flag = "--resource-dir=" + folder;
      arguments.push_back(flag.data());
    }
  arguments.push_back(nullptr);
  return clang::clangd::clangdMain(static_cast<int>(arguments.size()) - 1,
                                   arguments.data());
}
