// ClangTidy's consumer runs behind ours, which saves the two things that cost most:
// parsing function bodies of system headers and matching over their declarations.

#include "driver/analyse.h"

#include "driver/arguments.h"
#include "driver/capture.h"
#include "driver/format.h"
#include "driver/one-command.h"
#include "driver/paths.h"
#include "driver/profile.h"

#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Tooling/Tooling.h"

#include <chrono>

namespace async_tidy {

namespace tidy = clang::tidy;
namespace tooling = clang::tooling;

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::vector<std::unique_ptr<clang::ASTConsumer>>
only(std::unique_ptr<clang::ASTConsumer> consumer) {
  std::vector<std::unique_ptr<clang::ASTConsumer>> consumers;
  consumers.push_back(std::move(consumer));
  return consumers;
}

/// One analysis under way.
struct Session {
  const Unit &unit;
  const AnalysisSettings &settings;
  tidy::ClangTidyContext &context;
  Capture &capture;
  UnitResult &result;
};

class HostConsumer final : public clang::MultiplexConsumer {
public:
  HostConsumer(std::unique_ptr<clang::ASTConsumer> checks,
               const clang::SourceManager &sources, const Session &session)
      : MultiplexConsumer(only(std::move(checks))), sources_(sources), session_(session) {
  }

  bool shouldSkipFunctionBody(clang::Decl *declaration) override {
    return sources_.isInSystemHeader(declaration->getLocation());
  }

  void HandleTranslationUnit(clang::ASTContext &context) override {
    session_.result.times.parse = secondsSince(start_);
    const auto begin = Clock::now();
    std::vector<clang::Decl *> scope;
    for (clang::Decl *declaration : context.getTranslationUnitDecl()->decls())
      if (!sources_.isInSystemHeader(declaration->getLocation()))
        scope.push_back(declaration);
    context.setTraversalScope(scope);
    MultiplexConsumer::HandleTranslationUnit(context);
    session_.result.findings = session_.capture.takeFindings(context);
    session_.result.times.checks = secondsSince(begin);
  }

private:
  const clang::SourceManager &sources_;
  const Session &session_;
  Clock::time_point start_ = Clock::now();
};

bool isOurs(llvm::StringRef check) { return check.starts_with("async-"); }

class HostAction final : public clang::ASTFrontendAction {
public:
  explicit HostAction(const Session &session)
      : session_(session), factory_(session.context) {}

protected:
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance &compiler,
                                                        llvm::StringRef) override {
    // The absolute name: ClangTidy looks for .clang-tidy above the name that it is given.
    auto checks = factory_.createASTConsumer(compiler, session_.unit.file);
    // Ours never look into a system header's function; a stock check might.
    compiler.getFrontendOpts().SkipFunctionBodies =
        llvm::all_of(factory_.getCheckNames(), isOurs);
    return std::make_unique<HostConsumer>(std::move(checks), compiler.getSourceManager(),
                                          session_);
  }

private:
  const Session &session_;
  tidy::ClangTidyASTConsumerFactory factory_;
};

class HostActionFactory final : public tooling::FrontendActionFactory {
public:
  explicit HostActionFactory(const Session &session) : session_(session) {}

  std::unique_ptr<clang::FrontendAction> create() override {
    return std::make_unique<HostAction>(session_);
  }

  bool runInvocation(std::shared_ptr<clang::CompilerInvocation> invocation,
                     clang::FileManager *files,
                     std::shared_ptr<clang::PCHContainerOperations> containers,
                     clang::DiagnosticConsumer *diagnostics) override {
    // As clang-tidy: code that hides itself from analysers must look the same in all
    // hosts.
    invocation->getPreprocessorOpts().SetUpStaticAnalyzer = true;
    invocation->getDiagnosticOpts().ShowCarets = false; // else: "N warnings generated."
    // Taking the AST apart costs time and frees what the process gives back anyway.
    // ClangTidy writes its profile while it is taken apart.
    invocation->getFrontendOpts().DisableFree = !session_.settings.profile;
    return FrontendActionFactory::runInvocation(std::move(invocation), files,
                                                std::move(containers), diagnostics);
  }

private:
  const Session &session_;
};

} // namespace

UnitResult analyse(const Unit &unit, const Configuration &configuration,
                   const AnalysisSettings &settings, DependencyRecorder &recorder) {
  UnitResult result;
  // Its own idea of the current folder: the process keeps the user's.
  const auto files = recorder.watch(llvm::vfs::createPhysicalFileSystem());
  files->setCurrentWorkingDirectory(unit.command.Directory);
  tidy::ClangTidyContext context(configuration.provider(unit.models, files));
  // Not only when the AST begins: a remark on the command line comes first, and with it
  // ClangTidy would settle for the header filter of the current folder.
  context.setCurrentFile(unit.file);
  const Profile profile(context, settings.profile);
  Capture capture(context, unit, settings.root);
  clang::DiagnosticsEngine engine(new clang::DiagnosticIDs, new clang::DiagnosticOptions,
                                  &capture, /*ShouldOwnClient=*/false);
  context.setDiagnosticsEngine(&engine);

  const OneCommand database(unit.command);
  tooling::ClangTool tool(database, {unit.file},
                          std::make_shared<clang::PCHContainerOperations>(), files);
  tool.setPrintErrorMessage(false);
  tool.setDiagnosticConsumer(&capture);
  tool.appendArgumentsAdjuster(
      adjustArguments(settings.resourceDir, context.getOptionsForFile(unit.file)));
  const Session session{unit, settings, context, capture, result};
  HostActionFactory factory(session);
  const int status = tool.run(&factory);
  result.failures = capture.takeFailures();
  if (status != 0 && result.failures.empty())
    result.failures.push_back({"Clang could not run its compile command; check the "
                               "command in the compilation database",
                               0,
                               {},
                               ""});
  result.times.perCheck = profile.read();
  return result;
}

} // namespace async_tidy
