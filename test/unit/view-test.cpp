// What a function view lists, and on which context a body is said to run.

#include "model/names.h"
#include "testing.h"
#include "view/translation-unit.h"

namespace async_tidy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::NotNull;
using ::testing::SizeIs;

class View : public ::testing::Test {
protected:
  void parse(llvm::StringRef code) {
    ast_ = testing::parse(("#include \"home/task.h\"\n" + code).str());
    ASSERT_THAT(ast_, NotNull());
    unit_ = std::make_unique<TranslationUnit>(ast_->getASTContext(), ModelSet::embedded());
  }

  /// The view of the first function of that name that is not a lambda.
  const FunctionView &view(llvm::StringRef name) {
    for (const FunctionView *candidate : unit_->functions())
      if (candidate->function().getNameAsString() == name)
        return *candidate;
    ADD_FAILURE() << "no view of " << name.str();
    std::abort();
  }

  /// The view of the only lambda in a function.
  const FunctionView &lambdaIn(llvm::StringRef name) {
    for (const FunctionView *candidate : unit_->functions())
      if (candidate->lambda() && candidate->parent() == &view(name))
        return *candidate;
    ADD_FAILURE() << "no lambda in " << name.str();
    std::abort();
  }

  std::unique_ptr<clang::ASTUnit> ast_;
  std::unique_ptr<TranslationUnit> unit_;
};

TEST_F(View, findsDiscardedValuesInEveryStatementPosition) {
  parse(R"cpp(
    int f();
    void g(bool b) {
      f();
      if (b) f(); else f();
      for (f(); b; f()) f();
      while (b) f();
      b ? f() : f();
      (f(), f());
      (void)f();
      switch (f()) { case 1: f(); break; default: f(); }
      int kept = f(); if (f()) kept = f(); return (void)kept;
    })cpp");
  unsigned plain = 0, casts = 0;
  for (const DiscardedValue &value : view("g").discarded())
    if (llvm::isa<clang::CallExpr>(value.expr))
      ++(value.how == Discard::Plain ? plain : casts);
  EXPECT_EQ(plain, 13u);
  EXPECT_EQ(casts, 1u);
}

TEST_F(View, skipsWhatDoesNotRun) {
  parse(R"cpp(
    int f();
    void g() {
      using T = decltype(f());
      (void)sizeof(f());
      (void)noexcept(f());
      if constexpr (sizeof(T) == 1) f();
    })cpp");
  EXPECT_THAT(view("g").calls(), IsEmpty());
}

TEST_F(View, listsSuspensionPointsButNotTheirMachinery) {
  parse("home::Task<> g() { co_await home::tick(); }");
  const FunctionView &g = view("g");
  EXPECT_TRUE(g.isCoroutine());
  ASSERT_THAT(g.suspensions(), SizeIs(1));
  ASSERT_THAT(g.calls(), SizeIs(1));
  EXPECT_EQ(g.awaitOf(g.calls()[0].expr), &g.suspensions()[0]);
}

TEST_F(View, knowsWhatNeverSuspends) {
  parse("home::Task<> g() { co_await std::suspend_never{}; co_await std::suspend_always{}; }");
  ASSERT_THAT(view("g").suspensions(), SizeIs(2));
  EXPECT_TRUE(view("g").suspensions()[0].neverSuspends);
  EXPECT_FALSE(view("g").suspensions()[1].neverSuspends);
}

TEST_F(View, templatesAreSeenInTheirInstantiations) {
  parse(R"cpp(
    template <class T> void used(T t) { t.go(); }
    template <class T> void unused(T t) { t.go(); }
    struct A { void go(); }; struct B { void go(); };
    void g() { used(A{}); used(B{}); })cpp");
  unsigned used = 0, unused = 0;
  for (const FunctionView *candidate : unit_->functions()) {
    used += candidate->function().getNameAsString() == "used";
    unused += candidate->function().getNameAsString() == "unused";
  }
  EXPECT_EQ(used, 2u);
  EXPECT_EQ(unused, 1u);
}

TEST_F(View, lambdaHasItsOwnCallsAndKnowsItsParent) {
  parse("int f(); void g() { auto l = [] { f(); }; }");
  EXPECT_THAT(view("g").calls(), IsEmpty());
  EXPECT_THAT(lambdaIn("g").calls(), SizeIs(1));
}

TEST_F(View, enclosingLoopIsTheOneWhoseBodyRepeats) {
  parse("int f(); void g() { for (f(); f(); f()) f(); }");
  llvm::SmallVector<bool> inLoop;
  for (const CallSite &site : view("g").calls())
    inLoop.push_back(view("g").enclosingLoop(site.expr) != nullptr);
  EXPECT_THAT(inLoop, ElementsAre(false, true, true, true));
}

TEST_F(View, coroutineContextIsNotInheritedByANestedLambda) {
  parse("home::Task<> g() { auto l = [] {}; co_await home::tick(); }");
  EXPECT_EQ(unit_->context(view("g")).kind, ContextKind::Coroutine);
  EXPECT_EQ(unit_->context(lambdaIn("g")).kind, ContextKind::Plain);
}

TEST_F(View, lambdaInvokedInPlaceRunsInItsFunctionsContext) {
  parse("home::Task<> g() { [] {}(); co_await home::tick(); }");
  EXPECT_EQ(unit_->context(lambdaIn("g")).kind, ContextKind::Coroutine);
}

TEST_F(View, synchronousGeneratorIsPlain) {
  parse("home::Generator<int> g() { co_yield 1; }");
  EXPECT_EQ(unit_->context(view("g")).kind, ContextKind::Plain);
}

TEST_F(View, lambdaGivenToAHomeMadePoolIsOffloaded) {
  parse(R"cpp(
    #include <functional>
    #include <thread>
    #include <vector>
    struct Pool {
      void submit(std::function<void()> job);
      std::vector<std::thread> threads;
      std::vector<std::function<void()>> jobs;
    };
    void g(Pool &pool) { pool.submit([] {}); })cpp");
  EXPECT_EQ(unit_->context(lambdaIn("g")).kind, ContextKind::Offloaded);
}

TEST_F(View, methodBoundToAHomeMadeLoopRunsOnIt) {
  parse(R"cpp(
    #include <functional>
    #include <deque>
    struct Loop {
      void run();
      void post(std::function<void()> job);
      std::deque<std::function<void()>> jobs;
    };
    struct Session {
      void start(Loop &loop) { loop.post(std::bind(&Session::onRead, this)); }
      void onRead() {}
    };)cpp");
  EXPECT_EQ(unit_->context(view("onRead")).kind, ContextKind::Loop);
}

TEST(Names, dropTemplateArgumentsAndInlineNamespaces) {
  auto ast = testing::parse(R"cpp(
    namespace lib { inline namespace v1 {
    template <class T> struct Box { struct Inner { void go(); }; };
    } }
    template struct lib::Box<int>;
  )cpp");
  ASSERT_THAT(ast, NotNull());
  const auto *go = testing::find<clang::CXXMethodDecl>(*ast, "go");
  ASSERT_THAT(go, NotNull());
  EXPECT_EQ(qualifiedName(*go), "lib::Box::Inner::go");
}

} // namespace
} // namespace async_tidy
