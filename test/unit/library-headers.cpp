// Looks names up in the headers of a library, the way the resolver asks for them: not by
// an alias, not by a using-declaration.

#include "library-headers.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Tooling/Tooling.h"

namespace async_tidy {

using namespace clang;

namespace {

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

/// What `name` finds in a scope or, for a class, in its bases. A specialisation may
/// derive from another one of its own template, hence the limit.
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

} // namespace

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

bool isMacro(llvm::StringRef name, ASTUnit &unit) {
  return unit.getPreprocessor().isMacroDefined(name);
}

} // namespace async_tidy
