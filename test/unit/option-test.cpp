// An option is one declaration; here it is read, refused, listed and stored.

#include "core/option.h"
#include "core/tidy-check.h"

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang-tidy/ClangTidyOptions.h"

#include "testing.h"

namespace async_tidy {
namespace {

using clang::tidy::ClangTidyOptions;
using ::testing::ElementsAre;

constexpr CheckInfo exampleInfo{.name = "async-example", .summary = "an example"};

class Example final : public Check {
public:
  using Check::Check;
  void checkTranslationUnit(clang::ASTContext &) override {}

  Option<bool> strict{this, "Strict", false, "Report more."};
  Option<unsigned> limit{this, "Limit", 3, "How many are too many."};
  Option<std::vector<std::string>> names{this, "Names", {}, "Which ones."};
};

const RegisteredCheck example{&exampleInfo, "example",
                              [](Host &host) -> std::unique_ptr<Check> {
                                return std::make_unique<Example>(exampleInfo, host);
                              }};

/// A check as clang-tidy would construct it from `values`.
class OptionTest : public ::testing::Test {
protected:
  void configure(std::map<std::string, std::string> values) {
    ClangTidyOptions options;
    for (const auto &[name, value] : values)
      options.CheckOptions.try_emplace("async-example." + name, value);
    context_ = std::make_unique<clang::tidy::ClangTidyContext>(
        std::make_unique<clang::tidy::DefaultOptionsProvider>(
            clang::tidy::ClangTidyGlobalOptions(), options),
        /*AllowEnablingAnalyzerAlphaCheckers=*/false,
        /*EnableModuleHeadersParsing=*/false);
    context_->setCurrentFile("snippet.cpp");
    tidy_ = std::make_unique<TidyCheck>(example, context_.get());
    check_ = static_cast<const Example *>(&tidy_->hosted());
  }

  std::unique_ptr<clang::tidy::ClangTidyContext> context_;
  std::unique_ptr<TidyCheck> tidy_;
  const Example *check_ = nullptr;
};

TEST_F(OptionTest, DefaultsAreTheDeclaredOnes) {
  configure({});
  EXPECT_FALSE(*check_->strict);
  EXPECT_EQ(*check_->limit, 3u);
  EXPECT_TRUE(check_->names->empty());
}

TEST_F(OptionTest, ReadsEveryType) {
  configure({{"Strict", "true"}, {"Limit", "7"}, {"Names", "a; b ;;c"}});
  EXPECT_TRUE(*check_->strict);
  EXPECT_EQ(*check_->limit, 7u);
  EXPECT_THAT(*check_->names, ElementsAre("a", "b", "c"));
}

TEST_F(OptionTest, ListsItself) {
  configure({{"Limit", "7"}});
  std::vector<std::string> rows;
  for (const OptionBase *option : check_->options())
    rows.push_back(option->name().str() + ":" + option->typeName() + "=" +
                   option->defaultValue() + "/" + option->value());
  EXPECT_THAT(rows,
              ElementsAre("Strict:bool=false/false", "Limit:number=3/7", "Names:list=/"));
}

TEST_F(OptionTest, StoresWhatIsInForce) {
  configure({{"Names", "a;b"}});
  ClangTidyOptions::OptionMap stored;
  tidy_->storeOptions(stored);
  EXPECT_EQ(stored["async-example.Names"].Value, "a;b");
  EXPECT_EQ(stored["async-example.Strict"].Value, "false");
}

} // namespace
} // namespace async_tidy
