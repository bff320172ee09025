// Every name in a model exists in the real headers of its library, in the spelling that
// the resolver asks for, and so do the methods and arguments that its roles mention.

#include "library-headers.h"
#include "model/model.h"

#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <map>

namespace async_tidy {
namespace {

using namespace clang;

/// The methods that a role lists by their bare names.
std::vector<std::string> methodsIn(const TypeFacts &facts) {
  std::vector<std::string> methods;
  auto add = [&](const std::vector<std::string> &names) {
    methods.insert(methods.end(), names.begin(), names.end());
  };
  if (facts.queue)
    for (const auto *names :
         {&facts.queue->push, &facts.queue->pop, &facts.queue->popAt, &facts.queue->size})
      add(*names);
  if (facts.container)
    for (const auto *names : {&facts.container->grow, &facts.container->remove})
      add(*names);
  if (facts.deadline)
    add(facts.deadline->arm);
  if (facts.closeable)
    for (const auto *names : {&facts.closeable->by, &facts.closeable->after})
      add(*names);
  return methods;
}

/// Methods that came after the installed versions.
constexpr llvm::StringRef newMethods[] = {
    "append_range", "assign_range",  "insert_range",       "insert_range_after",
    "push_range",   "prepend_range", "replace_with_range", "resize_and_overwrite",
    // Asio 1.27
    "try_send_via_dispatch", "try_send_n_via_dispatch"};

/// The arguments that a role mentions.
std::vector<ArgumentIndex> argumentsOf(const FunctionFacts &facts) {
  std::vector<ArgumentIndex> arguments;
  auto addConditions = [&](const std::vector<Condition> &conditions) {
    for (const Condition &condition : conditions)
      arguments.push_back(condition.argument);
  };
  if (facts.blocking) {
    addConditions(facts.blocking->unless);
    addConditions(facts.blocking->when);
  }
  for (const CallbackRole &role : facts.callbacks) {
    addConditions(role.when);
    arguments.push_back(role.argument);
  }
  if (facts.lockOperation)
    arguments.push_back(facts.lockOperation->argument);
  if (facts.permitOperation)
    arguments.push_back(facts.permitOperation->argument);
  if (facts.close)
    arguments.push_back(facts.close->argument);
  if (facts.cancel)
    arguments.push_back(facts.cancel->argument);
  if (facts.conditionWait)
    arguments.push_back(facts.conditionWait->lock);
  if (facts.open && facts.open->into)
    arguments.push_back(*facts.open->into);
  return arguments;
}

/// The names of one model against the declarations of its headers.
class NameCheck {
public:
  NameCheck(const FrameworkModel &model, ASTUnit &unit)
      : model_(model), unit_(unit), context_(unit.getASTContext()),
        partial_(headersOf(model, unit).stubs) {}

  void run() {
    forEachEntry(model_.types, [&](const TypeFacts &facts, llvm::StringRef scope) {
      const std::string name = qualified(scope, facts.name);
      if (expect(facts, name, whyNotType(name, context_)))
        for (const std::string &method : methodsIn(facts))
          exists_[{facts.origin.line, method}] |=
              whyNotFunction(name + "::" + method, context_).empty();
    });
    forEachEntry(model_.functions,
                 [&](const FunctionFacts &facts, llvm::StringRef scope) {
                   if (expectFunction(facts, qualified(scope, facts.name)))
                     expectArguments(facts, qualified(scope, facts.name));
                   if (facts.open)
                     for (const std::string &closer : facts.open->closedBy)
                       expectFunction(facts, qualified(scope, closer));
                 });
    expectMethods();
    EXPECT_GT(found_, 0u) << model_.source;
  }

private:
  static std::string qualified(llvm::StringRef scope, llvm::StringRef name) {
    if (name.consume_front("::") || scope.empty())
      return name.str();
    return (scope + "::" + name).str();
  }

  template <typename Facts, typename Visit>
  void forEachEntry(const std::vector<Facts> &entries, Visit visit) {
    std::vector<std::string> scopes = model_.namespaces;
    if (scopes.empty())
      scopes.push_back("");
    for (const Facts &entry : entries)
      for (const std::string &scope : scopes)
        if (!entry.none)
          visit(entry, scope);
  }

  /// The types of one entry share their lists; each method belongs to one of them.
  void expectMethods() {
    for (const auto &[method, exists] : exists_)
      EXPECT_TRUE(exists || partial_ || llvm::is_contained(newMethods, method.second))
          << model_.source << ":" << method.first << ": no type of the entry has '"
          << method.second << "'";
  }

  template <typename Facts>
  bool expectFunction(const Facts &entry, const std::string &name) {
    return expect(entry, name,
                  isMacro(name, unit_) ? "" : whyNotFunction(name, context_));
  }

  /// A C function is not overloaded: what a role says of its arguments can be verified.
  void expectArguments(const FunctionFacts &facts, const std::string &name) {
    const auto *function = dyn_cast_or_null<FunctionDecl>(resolve(name, context_));
    if (!facts.cLinkage || !function)
      return;
    for (ArgumentIndex index : argumentsOf(facts))
      if (index >= static_cast<int>(function->getNumParams()) && !function->isVariadic())
        expect(facts, name, "has no argument " + std::to_string(index));
    for (const CallbackRole &role : facts.callbacks) {
      const unsigned index = role.argument < 0 ? function->getNumParams() - 1
                                               : static_cast<unsigned>(role.argument);
      if (index < function->getNumParams() &&
          !function->getParamDecl(index)->getType()->isFunctionPointerType())
        expect(facts, name, "calls no argument " + std::to_string(index));
    }
  }

  /// A stub declares a part of its library; what it declares must be spelled as there.
  template <typename Facts>
  bool expect(const Facts &entry, const std::string &name, const std::string &reason) {
    found_ += reason.empty();
    const bool mayBeAbsent = partial_ && reason == "does not exist";
    if (!reason.empty() && !mayBeAbsent && entry.since.empty())
      ADD_FAILURE() << model_.source << ":" << entry.origin.line << ": " << name << " "
                    << reason;
    return reason.empty();
  }

  const FrameworkModel &model_;
  ASTUnit &unit_;
  ASTContext &context_;
  bool partial_;
  unsigned found_ = 0;
  std::map<std::pair<unsigned, std::string>, bool> exists_; ///< Methods, by entry.
};

class ModelNames : public ::testing::TestWithParam<size_t> {};

TEST_P(ModelNames, ExistInTheHeaders) {
  const FrameworkModel &model = *ModelSet::embedded()->frameworks()[GetParam()];
  std::unique_ptr<ASTUnit> unit = parseHeaders(model);
  ASSERT_TRUE(unit);
  const Headers headers = headersOf(model, *unit);
  if (!headers.real && !headers.stubs)
    GTEST_SKIP() << model.source << ": no header is installed";
  EXPECT_FALSE(unit->getDiagnostics().hasErrorOccurred());
  NameCheck(model, *unit).run();
}

INSTANTIATE_TEST_SUITE_P(
    Embedded, ModelNames,
    ::testing::Range<size_t>(0, ModelSet::embedded()->frameworks().size()),
    [](const auto &info) {
      llvm::StringRef file = ModelSet::embedded()->frameworks()[info.param]->source;
      std::string name = llvm::sys::path::stem(file).str();
      llvm::erase_if(name, [](char c) { return !llvm::isAlnum(c); });
      return name;
    });

TEST(ModelNamesLookup, RefusesWhatTheResolverCannotFind) {
  auto unit =
      tooling::buildASTFromCode("namespace a { template <class T> struct B { void m(); };"
                                "template <class T> struct C : B<T> { C(int); };"
                                "using D = C<int>; void f(); void operator||(D, D); }"
                                "namespace b { using a::f; }");
  ASTContext &context = unit->getASTContext();
  EXPECT_EQ(whyNotType("a::C", context), "");
  EXPECT_EQ(whyNotType("a::D", context), "is an alias of struct a::C<int>");
  EXPECT_EQ(whyNotType("a::X", context), "does not exist");
  EXPECT_EQ(whyNotType("a::f", context), "is no class");
  EXPECT_EQ(whyNotFunction("a::C::m", context), "");
  EXPECT_EQ(whyNotFunction("a::C::C", context), "");
  EXPECT_EQ(whyNotFunction("a::operator||", context), "");
  EXPECT_EQ(whyNotFunction("a::operator&&", context), "does not exist");
  EXPECT_EQ(whyNotFunction("a::C::n", context), "does not exist");
  EXPECT_EQ(whyNotFunction("b::f", context), "is a using-declaration of a::f");
}

TEST(ModelNamesLookup, RefusesMethodsAndArgumentsThatAreNotThere) {
  auto unit = tooling::buildASTFromCode("struct Queue { void put(); };"
                                        "extern \"C\" void run(int, void (*)());");
  auto check = [&](llvm::StringRef entries) {
    llvm::Expected<FrameworkModel> model =
        parseModel(("framework: x\nc-linkage: true\n" + entries).str(), "x.yaml");
    ASSERT_TRUE(static_cast<bool>(model)) << llvm::toString(model.takeError());
    NameCheck(*model, *unit).run();
  };
  check("types:\n  - name: Queue\n    queue: {push: [put]}\n");
  check("functions:\n  - name: run\n"
        "    callbacks: [{argument: 1, runs: loop, keeps: stored}]\n");
  EXPECT_NONFATAL_FAILURE(check("types:\n  - name: Queue\n    queue: {pop: [get]}\n"),
                          "no type of the entry has 'get'");
  EXPECT_NONFATAL_FAILURE(
      check("functions:\n  - name: run\n"
            "    callbacks: [{argument: 0, runs: loop, keeps: stored}]\n"),
      "run calls no argument 0");
  EXPECT_NONFATAL_FAILURE(check("functions:\n  - name: run\n    close: {argument: 2}\n"),
                          "run has no argument 2");
}

} // namespace
} // namespace async_tidy
