#include "core/registry.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"

namespace async_tidy {
namespace {

std::vector<RegisteredCheck> &mutableChecks() {
  static std::vector<RegisteredCheck> checks;
  return checks;
}

llvm::StringRef stem(const RegisteredCheck &check) {
  llvm::StringRef name = check.info->name;
  name.consume_front("async-");
  return name;
}

bool byName(const RegisteredCheck &left, const RegisteredCheck &right) {
  return left.info->name < right.info->name;
}

} // namespace

std::string RegisteredCheck::page() const {
  return ("checks/" + area + "/" + stem(*this) + ".md").str();
}

std::string RegisteredCheck::url() const { return ASYNC_TIDY_DOCS_URL + page(); }

llvm::ArrayRef<RegisteredCheck> registeredChecks() { return mutableChecks(); }

const RegisteredCheck *findCheck(llvm::StringRef name) {
  const auto *found = llvm::find_if(registeredChecks(),
                                    [&](const auto &c) { return c.info->name == name; });
  return found == registeredChecks().end() ? nullptr : found;
}

detail::Registration::Registration(const CheckInfo &info, llvm::StringRef file,
                                   RegisteredCheck::Factory create) {
  llvm::StringRef area = llvm::sys::path::filename(llvm::sys::path::parent_path(file));
  RegisteredCheck check{&info, area, create};
  auto &checks = mutableChecks();
  checks.insert(llvm::upper_bound(checks, check, byName), check);
}

} // namespace async_tidy
