// Every name in a model exists in the real headers of its library, in the spelling that
// the resolver asks for: not an alias, not a using-declaration.

#include "model/model.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

#include <gtest/gtest.h>

#include <map>

namespace async_tidy {
namespace {

using namespace clang;

/// Builds an AST without the bodies of functions: only declarations are looked at.
class DeclarationsAction : public tooling::ToolAction {
public:
  bool runInvocation(std::shared_ptr<CompilerInvocation> invocation, FileManager *files,
                     std::shared_ptr<PCHContainerOperations> containers,
                     DiagnosticConsumer *consumer) override {
    invocation->getFrontendOpts().SkipFunctionBodies = true;
    unit = ASTUnit::LoadFromCompilerInvocation(
        invocation, std::move(containers),
        CompilerInstance::createDiagnostics(&invocation->getDiagnosticOpts(), consumer,
                                            /*ShouldOwnClient=*/false),
        files);
    return unit != nullptr;
  }

  std::unique_ptr<ASTUnit> unit;
};

std::unique_ptr<ASTUnit> parseHeaders(const FrameworkModel &model) {
  std::string code;
  for (const std::string &header : model.headers)
    code += "#if __has_include(<" + header + ">)\n#include <" + header + ">\n#endif\n";
  auto memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  auto overlay = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(
      llvm::vfs::getRealFileSystem());
  overlay->pushOverlay(memory);
  memory->addFile("headers.cpp", 0, llvm::MemoryBuffer::getMemBuffer(code));
  auto files = llvm::makeIntrusiveRefCnt<FileManager>(FileSystemOptions(), overlay);
  DeclarationsAction action;
  tooling::ToolInvocation run(
      {"clang", "-fsyntax-only", "-std=c++20", "-w", "-fPIC", "-resource-dir",
       ASYNC_TIDY_RESOURCE_DIR,
       // Debian's Asio looks for a compiler's older word for coroutines.
       "-DASIO_HAS_CO_AWAIT", "-DASIO_HAS_STD_COROUTINE", "-isystem", ASYNC_TIDY_STUBS,
       "-isystem", ASYNC_TIDY_QT_HEADERS, "-isystem", ASYNC_TIDY_QT_HEADERS "/QtCore",
       "-isystem", ASYNC_TIDY_QT_HEADERS "/QtNetwork", "-isystem",
       "/usr/include/qcoro6/qcoro", "headers.cpp"},
      &action, files.get(), std::make_shared<PCHContainerOperations>());
  run.run();
  return std::move(action.unit);
}

/// Which of the model's headers there are: those of the library, or stubs in their place.
struct Headers {
  bool real = false, stubs = false;
};

Headers headersOf(const FrameworkModel &model, const ASTUnit &unit) {
  Headers found;
  const SourceManager &sources = unit.getSourceManager();
  for (auto file = sources.fileinfo_begin(); file != sources.fileinfo_end(); ++file) {
    llvm::StringRef path = file->first.getName();
    if (path.starts_with(ASYNC_TIDY_STUBS))
      found.stubs = true;
    else if (llvm::any_of(model.headers, [&](const std::string &header) {
               return path.ends_with("/" + header);
             }))
      found.real = true;
  }
  return found;
}

const CXXRecordDecl *classOf(const NamedDecl *decl) {
  if (const auto *classTemplate = dyn_cast<ClassTemplateDecl>(decl))
    decl = classTemplate->getTemplatedDecl();
  const auto *record = dyn_cast<CXXRecordDecl>(decl);
  return record && record->getDefinition() ? record->getDefinition() : record;
}

/// The class that a base is made from; also of `Base<T>` in a template.
const CXXRecordDecl *baseClass(const CXXBaseSpecifier &base) {
  if (const CXXRecordDecl *record = base.getType()->getAsCXXRecordDecl())
    return record->getDefinition();
  if (const auto *special = base.getType()->getAs<TemplateSpecializationType>())
    if (const TemplateDecl *generic = special->getTemplateName().getAsTemplateDecl())
      if (const NamedDecl *pattern = generic->getTemplatedDecl())
        return classOf(pattern);
  return nullptr;
}

DeclarationName spelledName(llvm::StringRef name, ASTContext &context) {
  llvm::StringRef op = name;
  if (op.consume_front("operator"))
    for (int kind = OO_None + 1; kind < NUM_OVERLOADED_OPERATORS; ++kind)
      if (op == getOperatorSpelling(static_cast<OverloadedOperatorKind>(kind)))
        return context.DeclarationNames.getCXXOperatorName(
            static_cast<OverloadedOperatorKind>(kind));
  return &context.Idents.get(name);
}

/// What `name` finds in a scope or, for a class, in its bases. A specialisation may derive
/// from another one of its own template, hence the limit.
const NamedDecl *member(const DeclContext *scope, llvm::StringRef name,
                        ASTContext &context, unsigned depth = 8) {
  if (depth == 0)
    return nullptr;
  for (const NamedDecl *found : scope->lookup(spelledName(name, context)))
    if (!isa<UsingDecl>(found)) // the shadow that it introduces is found as well
      return found;
  const auto *record = dyn_cast<CXXRecordDecl>(scope);
  if (!record)
    return nullptr;
  if (ClassTemplateDecl *generic = record->getDescribedClassTemplate()) {
    llvm::SmallVector<ClassTemplatePartialSpecializationDecl *, 8> partial;
    generic->getPartialSpecializations(partial);
    for (const CXXRecordDecl *specialised : partial)
      if (const NamedDecl *found = member(specialised, name, context, depth - 1))
        return found;
  }
  if (!record->hasDefinition())
    return nullptr;
  for (const CXXBaseSpecifier &base : record->bases())
    if (const CXXRecordDecl *parent = baseClass(base))
      if (const NamedDecl *found = member(parent, name, context, depth - 1))
        return found;
  return nullptr;
}

const NamedDecl *resolve(llvm::StringRef name, ASTContext &context) {
  llvm::SmallVector<llvm::StringRef, 6> parts;
  name.split(parts, "::");
  const DeclContext *scope = context.getTranslationUnitDecl();
  const NamedDecl *found = nullptr;
  for (llvm::StringRef part : parts) {
    const auto *record = dyn_cast_or_null<CXXRecordDecl>(scope);
    if (record && record->getName() == part) // a constructor
      return record->ctors().begin() != record->ctors().end() || record->hasDefinition()
                 ? record
                 : nullptr;
    found = scope ? member(scope, part, context) : nullptr;
    if (!found)
      return nullptr;
    const CXXRecordDecl *inner = classOf(found);
    scope = inner ? inner : dyn_cast<DeclContext>(found);
  }
  return found;
}

/// Why the resolver would never find the name, or nothing.
std::string whyNotType(llvm::StringRef name, ASTContext &context) {
  const NamedDecl *found = resolve(name, context);
  if (!found)
    return "does not exist";
  if (const auto *alias = dyn_cast<TypedefNameDecl>(found)) {
    const auto *record = alias->getUnderlyingType()->getAsCXXRecordDecl();
    if (!record || record->getIdentifier())
      return "is an alias of " +
             alias->getUnderlyingType().getCanonicalType().getAsString();
    return "";
  }
  return classOf(found) ? "" : "is no class";
}

std::string whyNotFunction(llvm::StringRef name, ASTContext &context) {
  const NamedDecl *found = resolve(name, context);
  if (!found)
    return "does not exist";
  if (isa<UsingShadowDecl>(found) && !found->isCXXClassMember())
    return "is a using-declaration of " +
           cast<UsingShadowDecl>(found)->getTargetDecl()->getQualifiedNameAsString();
  return isa<TypedefNameDecl>(found) ? "is a type" : "";
}

/// A test framework's functions are macros.
bool isMacro(llvm::StringRef name, ASTUnit &unit) {
  return unit.getPreprocessor().isMacroDefined(name);
}

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

/// Methods that the standard library got after the installed one.
constexpr llvm::StringRef newMethods[] = {
    "append_range", "assign_range",  "insert_range",       "insert_range_after",
    "push_range",   "prepend_range", "replace_with_range", "resize_and_overwrite"};

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

} // namespace
} // namespace async_tidy
