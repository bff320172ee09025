// Every name in a model exists in the real headers of its library, in the spelling that
// the resolver asks for: not an alias, not a using-declaration.

#include "model/model.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringExtras.h"

#include <gtest/gtest.h>

namespace async_tidy {
namespace {

using namespace clang;

std::unique_ptr<ASTUnit> parseHeaders(const FrameworkModel &model) {
  std::string code;
  for (const std::string &header : model.headers)
    code += "#if __has_include(<" + header + ">)\n#include <" + header + ">\n#endif\n";
  return tooling::buildASTFromCodeWithArgs(
      code,
      {"-std=c++20", "-w", "-resource-dir", ASYNC_TIDY_RESOURCE_DIR,
       // Debian's Asio looks for a compiler's older word for coroutines.
       "-DASIO_HAS_CO_AWAIT", "-DASIO_HAS_STD_COROUTINE", "-isystem", ASYNC_TIDY_STUBS},
      "headers.cpp");
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

/// What `name` finds in a scope or, for a class, in its bases. A template may derive from
/// another instance of itself, without an end.
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

/// Calls `visit(entry, qualified name)` for every name of a model.
template <typename Facts, typename Visit>
void forEachName(const FrameworkModel &model, const std::vector<Facts> &entries,
                 Visit visit) {
  std::vector<std::string> scopes = model.namespaces;
  if (scopes.empty())
    scopes.push_back("");
  for (const Facts &entry : entries)
    for (const std::string &scope : scopes) {
      llvm::StringRef bare = entry.name;
      bool absolute = bare.consume_front("::") || scope.empty();
      visit(entry, absolute ? bare.str() : scope + "::" + bare.str());
    }
}

template <typename Facts, typename Why>
void expectNames(const FrameworkModel &model, const std::vector<Facts> &entries,
                 ASTContext &context, Why why) {
  forEachName(model, entries, [&](const Facts &entry, const std::string &name) {
    std::string reason = why(name, context);
    if (!reason.empty() && !(reason == "does not exist" && !entry.since.empty()))
      ADD_FAILURE() << model.source << ":" << entry.origin.line << ": " << name << " "
                    << reason;
  });
}

/// A stub declares a part of its library; what it declares must be spelled as there.
/// Returns how many names it has.
template <typename Facts, typename Why>
unsigned expectNoAliases(const FrameworkModel &model, const std::vector<Facts> &entries,
                         ASTContext &context, Why why) {
  unsigned found = 0;
  forEachName(model, entries, [&](const Facts &, const std::string &name) {
    std::string reason = why(name, context);
    found += reason.empty();
    EXPECT_TRUE(reason.empty() || reason == "does not exist") << name << " " << reason;
  });
  return found;
}

const FrameworkModel *embeddedModel(llvm::StringRef name) {
  for (const FrameworkModel *model : ModelSet::embedded()->frameworks())
    if (model->name == name)
      return model;
  ADD_FAILURE() << "no model of " << name.str();
  return nullptr;
}

class ModelNames : public ::testing::TestWithParam<const char *> {};

TEST_P(ModelNames, ExistInTheRealHeaders) {
  const FrameworkModel *model = embeddedModel(GetParam());
  ASSERT_TRUE(model);
  std::unique_ptr<ASTUnit> unit = parseHeaders(*model);
  ASSERT_TRUE(unit);
  EXPECT_FALSE(unit->getDiagnostics().hasErrorOccurred());
  expectNames(*model, model->types, unit->getASTContext(), whyNotType);
  expectNames(*model, model->functions, unit->getASTContext(), whyNotFunction);
}

INSTANTIATE_TEST_SUITE_P(Installed, ModelNames,
                         ::testing::Values("std", "posix", "asio", "beast"),
                         [](const auto &info) { return std::string(info.param); });

class ModelStubs : public ::testing::TestWithParam<const char *> {};

TEST_P(ModelStubs, SpellNamesAsTheModel) {
  const FrameworkModel *model = embeddedModel(GetParam());
  ASSERT_TRUE(model);
  std::unique_ptr<ASTUnit> unit = parseHeaders(*model);
  ASSERT_TRUE(unit);
  EXPECT_FALSE(unit->getDiagnostics().hasErrorOccurred());
  ASTContext &context = unit->getASTContext();
  EXPECT_GE(expectNoAliases(*model, model->types, context, whyNotType), 5u);
  EXPECT_GE(expectNoAliases(*model, model->functions, context, whyNotFunction), 5u);
}

INSTANTIATE_TEST_SUITE_P(Stubs, ModelStubs,
                         ::testing::Values("folly", "seastar", "cppcoro", "libcoro"),
                         [](const auto &info) { return std::string(info.param); });

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
