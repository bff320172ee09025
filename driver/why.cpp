#include "driver/why.h"

#include "driver/format.h"
#include "driver/log.h"
#include "driver/paths.h"
#include "model/names.h"
#include "model/resolve.h"
#include "model/spell.h"

#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <map>

namespace async_tidy {

using namespace clang;

namespace {

std::string originOf(const Origin &origin) {
  if (!origin.isStated())
    return "from its structure: " + origin.why;
  const std::string place =
      fmt::format("{}:{}", relativePath(origin.source, currentFolder()), origin.line);
  return origin.why.empty() ? "from " + place : "from " + place + ", " + origin.why;
}

/// Collects what stands at a place, one entry per thing.
class RoleFinder : public RecursiveASTVisitor<RoleFinder> {
public:
  RoleFinder(const Place &place, ASTContext &context, const Resolver &roles)
      : place_(place), context_(context), sources_(context.getSourceManager()),
        roles_(roles) {}

  bool shouldVisitTemplateInstantiations() const { return true; }

  bool VisitCXXRecordDecl(CXXRecordDecl *record) {
    if (record->isThisDeclarationADefinition() && !record->isLambda() &&
        !record->isInjectedClassName())
      add(record->getLocation(), "class",
          displayName(context_.getRecordType(record), context_), roles_.type(record),
          qualifiedName(*record));
    return true;
  }

  bool VisitFunctionDecl(FunctionDecl *function) {
    const auto *method = dyn_cast<CXXMethodDecl>(function);
    if (!function->isImplicit() && !(method && method->getParent()->isLambda()))
      add(function->getLocation(), "function", qualifiedName(*function).str().str(),
          roles_.function(*function), qualifiedName(*function));
    return true;
  }

  bool VisitTypeLoc(TypeLoc type) {
    // The name itself, not what is written around it.
    const bool wraps = type.getAs<ElaboratedTypeLoc>() ||
                       type.getAs<QualifiedTypeLoc>() ||
                       type.getType()->isReferenceType();
    if (place_.line != 0 && !wraps)
      addType(type.getBeginLoc(), "type", type.getType());
    return true;
  }

  bool VisitVarDecl(VarDecl *variable) {
    if (place_.line != 0)
      addType(variable->getLocation(), "type of '" + variable->getNameAsString() + "',",
              variable->getType());
    return true;
  }

  bool VisitCallExpr(CallExpr *call) { return visitCall(*call, calleeOf(*call)); }
  bool VisitCXXConstructExpr(CXXConstructExpr *construct) {
    // Most of them nobody would name.
    return !roles_.call(*construct) || visitCall(*construct, construct->getConstructor());
  }

  std::string text() const {
    std::string text;
    for (const auto &[where, entry] : entries_)
      text += fmt::format("{}:{}:{}: {}\n", relativePath(place_.file, currentFolder()),
                          std::get<0>(where), std::get<1>(where), entry.text);
    return text;
  }

private:
  struct Entry {
    bool known = false;
    std::string text;
  };

  bool visitCall(const Expr &call, const FunctionDecl *callee) {
    const auto *method = dyn_cast_or_null<CXXMethodDecl>(callee);
    if (place_.line != 0 && callee && !(method && method->getParent()->isLambda()))
      add(call.getExprLoc(), "call of", qualifiedName(*callee).str().str(),
          roles_.call(call), qualifiedName(*callee));
    return true;
  }

  void addType(SourceLocation where, const std::string &what, QualType type) {
    if (const CXXRecordDecl *record = recordOf(type); record && !record->isLambda())
      add(where, what, displayName(context_.getRecordType(record), context_),
          roles_.type(record), qualifiedName(*record));
  }

  template <typename Facts>
  void add(SourceLocation where, const std::string &what, const std::string &shown,
           const Facts *facts, llvm::StringRef name) {
    where = sources_.getExpansionLoc(where);
    const unsigned line = sources_.getSpellingLineNumber(where),
                   column = sources_.getSpellingColumnNumber(where);
    if (!isIn(where) || (place_.line != 0 && line != place_.line) ||
        (place_.column != 0 && column != place_.column) || (!facts && place_.line == 0))
      return;
    const bool known = facts && !facts->none;
    std::string text = fmt::format("{} '{}': ", what, shown);
    if (known)
      text += spell(*facts);
    else
      text += facts ? "none" : fmt::format("no role; a model would name it '{}'", name);
    if (facts)
      text += "\n    " + originOf(facts->origin);
    // A template and its instantiations stand at one place: what knows more is shown, and
    // of two that know something the instantiation, which comes later.
    Entry &entry = entries_[{line, column, what}];
    if (entry.text.empty() || known)
      entry = {known, std::move(text)};
  }

  bool isIn(SourceLocation where) const {
    const auto entry = sources_.getFileEntryRefForID(sources_.getFileID(where));
    return entry && absolutePath(entry->getNameAsRequested(), folder_) == place_.file;
  }

  const Place &place_;
  ASTContext &context_;
  const SourceManager &sources_;
  const Resolver &roles_;
  const std::string folder_ =
      sources_.getFileManager().getVirtualFileSystem().getCurrentWorkingDirectory().get();
  std::map<std::tuple<unsigned, unsigned, std::string>, Entry> entries_;
};

class WhyConsumer final : public ASTConsumer {
public:
  WhyConsumer(const Place &place, std::shared_ptr<const ModelSet> models,
              const SourceManager &sources, std::string &text)
      : place_(place), models_(std::move(models)), sources_(sources), text_(text) {}

  bool shouldSkipFunctionBody(Decl *declaration) override {
    return sources_.isInSystemHeader(declaration->getLocation());
  }

  void HandleTranslationUnit(ASTContext &context) override {
    const Resolver roles(context, models_);
    RoleFinder finder(place_, context, roles);
    for (Decl *declaration : context.getTranslationUnitDecl()->decls())
      if (!sources_.isInSystemHeader(declaration->getLocation()))
        finder.TraverseDecl(declaration);
    text_ = finder.text();
    for (const AnnotationError &error : roles.annotationErrors())
      text_ += fmt::format("{}: annotation: {}\n", error.where.printToString(sources_),
                           error.message);
  }

private:
  const Place &place_;
  std::shared_ptr<const ModelSet> models_;
  const SourceManager &sources_;
  std::string &text_;
};

class WhyAction final : public ASTFrontendAction {
public:
  WhyAction(const Place &place, std::shared_ptr<const ModelSet> models, std::string &text)
      : place_(place), models_(std::move(models)), text_(text) {}

protected:
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &compiler,
                                                 llvm::StringRef) override {
    compiler.getFrontendOpts().SkipFunctionBodies = true;
    return std::make_unique<WhyConsumer>(place_, models_, compiler.getSourceManager(),
                                         text_);
  }

private:
  const Place &place_;
  std::shared_ptr<const ModelSet> models_;
  std::string &text_;
};

std::vector<std::string> commandLine(const Unit &unit, const std::string &resourceDir) {
  const tooling::ArgumentsAdjuster adjust = tooling::combineAdjusters(
      tooling::combineAdjusters(tooling::getClangSyntaxOnlyAdjuster(),
                                tooling::getClangStripOutputAdjuster()),
      tooling::getInsertArgumentAdjuster(
          tooling::CommandLineArguments{"-w", "-resource-dir=" + resourceDir},
          tooling::ArgumentInsertPosition::END));
  return adjust(unit.command.CommandLine, unit.file);
}

} // namespace

llvm::Expected<std::string> explainPlace(const Place &place, const Unit &unit,
                                         const std::string &resourceDir) {
  llvm::SmallVector<llvm::StringRef> paths;
  llvm::StringRef(unit.models).split(paths, ';', -1, /*KeepEmpty=*/false);
  auto models = ModelSet::load(std::vector<std::string>(paths.begin(), paths.end()));
  if (!models)
    return models.takeError();
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> system =
      llvm::vfs::createPhysicalFileSystem();
  system->setCurrentWorkingDirectory(unit.command.Directory);
  const auto files = llvm::makeIntrusiveRefCnt<FileManager>(FileSystemOptions(), system);
  std::string text;
  tooling::ToolInvocation invocation(commandLine(unit, resourceDir),
                                     std::make_unique<WhyAction>(place, *models, text),
                                     files.get());
  IgnoringDiagConsumer silent;
  invocation.setDiagnosticConsumer(&silent);
  const bool parsed = invocation.run();
  if (text.empty() && !parsed)
    return failure(fmt::format("'{}' does not parse; run `async-tidy check` on it",
                               relativePath(unit.file, currentFolder())));
  return text.empty() ? "nothing here has a role\n" : text;
}

} // namespace async_tidy
