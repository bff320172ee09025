// What list, explain, SARIF and clangd's links rely on: checks know their name, area and
// page.

#include "core/option.h"
#include "core/registry.h"

#include "testing.h"

namespace async_tidy {
namespace {

using ::testing::EndsWith;
using ::testing::IsNull;

TEST(Registry, IsSortedByNameWithoutDuplicates) {
  llvm::StringRef previous;
  for (const RegisteredCheck &check : registeredChecks()) {
    EXPECT_LT(previous, check.info->name);
    previous = check.info->name;
  }
}

TEST(Registry, FindsByFullNameOnly) {
  for (const RegisteredCheck &check : registeredChecks()) {
    EXPECT_EQ(findCheck(check.info->name), &check);
    EXPECT_THAT(findCheck(check.info->name.drop_back()), IsNull());
  }
  EXPECT_THAT(findCheck(""), IsNull());
}

TEST(Registry, PageLiesBesideTheAreaOfTheSourceFile) {
  const CheckInfo info{.name = "async-example", .summary = "an example"};
  const RegisteredCheck check{&info, "locks", nullptr};
  EXPECT_EQ(check.page(), "checks/locks/example.md");
  EXPECT_THAT(check.url(), EndsWith("/docs/checks/locks/example.md"));
}

} // namespace
} // namespace async_tidy
