// These functions keep their result, or where they are, in memory of the whole process.
// Two threads in them at once read each other's answer.

#include "flow/function-check.h"
#include "model/names.h"
#include "view/object.h"
#include "view/reached.h"
#include "view/source.h"

namespace async_tidy {
namespace {

using namespace clang;

class MtUnsafeCall final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-mt-unsafe-call",
      .summary = "a function with hidden state is called by several threads",
      .severity = Severity::Warning,
      .fix = Fix::Safe,
      .cwe = 663,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (const CallSite &site : view.calls())
      if (site.facts && site.facts->mtUnsafe && !isTolerated(site))
        found_.push_back({&view, &site});
  }

  void checkUnit() override {
    if (!found_.empty()) {
      const auto reached = reachedFunctions(unit());
      const bool threads = usesThreads(unit());
      for (const auto &[view, site] : found_)
        if (auto how = reached.find(view); how != reached.end()) {
          const ContextKind kind = unit().context(*how->second.root).kind;
          const bool beside =
              kind == ContextKind::Thread || kind == ContextKind::Offloaded;
          // One thread with an event loop runs one of them at a time.
          if (beside || threads || *strict_)
            explain(*view, *site, how->second);
        }
    }
    found_.clear();
  }

private:
  bool isTolerated(const CallSite &site) const {
    return site.callee &&
           llvm::is_contained(*allowed_, qualifiedName(*site.callee).str());
  }

  void explain(const FunctionView &view, const CallSite &site, const Reached &how) {
    {
      DiagnosticBuilder finding = report(
          site.location(), "'%0' keeps its result where all threads share it, and this "
                           "code does not run alone");
      finding << calleeName(site);
      giveBuffer(finding, view, site);
    }
    if (how.call)
      note(how.call->location(), "called from here");
    noteRoot(*how.root);
    note(site.location(), "use instead: %0") << site.facts->mtUnsafe->instead;
  }

  void noteRoot(const FunctionView &root) {
    const auto &context = unit().context(root);
    if (context.kind == ContextKind::Coroutine || !context.registration) {
      noteContext(root);
      return;
    }
    note(context.registration->location(), "handed to '%0' here, to run beside this "
                                           "thread")
        << calleeName(*context.registration);
  }

  /// `std::tm t = *std::localtime(&now);` becomes `std::tm t{}; localtime_r(&now, &t);`.
  void giveBuffer(DiagnosticBuilder &finding, const FunctionView &view,
                  const CallSite &site) {
    llvm::StringRef instead = site.facts->mtUnsafe->instead;
    const Stmt *around = view.parentOf(site.expr);
    while (isa_and_nonnull<ImplicitCastExpr, UnaryOperator, CXXConstructExpr, FullExpr,
                           MaterializeTemporaryExpr>(around))
      around = view.parentOf(around);
    const auto *declaration = dyn_cast_or_null<DeclStmt>(around);
    const auto *variable = declaration && declaration->isSingleDecl()
                               ? dyn_cast<VarDecl>(declaration->getSingleDecl())
                               : nullptr;
    if (!variable || !instead.ends_with("_r") || site.arguments.size() != 1 ||
        variable->getInitStyle() != VarDecl::CInit ||
        variable->getType()->isPointerType() || variable->getType().isConstQualified() ||
        declaresAuto(*variable) || !isPlainText(declaration->getSourceRange()))
      return;
    llvm::StringRef argument = sourceText(site.arguments[0]->getSourceRange(), context());
    llvm::StringRef type = sourceText(
        variable->getTypeSourceInfo()->getTypeLoc().getSourceRange(), context());
    if (argument.empty() || type.empty())
      return;
    const std::string name = variable->getNameAsString();
    finding << FixItHint::CreateReplacement(
        declaration->getSourceRange(),
        (type + " " + name + "{}; " + instead + "(" + argument + ", &" + name + ");")
            .str());
  }

  static bool declaresAuto(const VarDecl &variable) {
    return variable.getTypeSourceInfo()->getType()->getContainedAutoType() != nullptr;
  }

  Option<std::vector<std::string>> allowed_{
      this,
      "AllowedFunctions",
      {},
      "Functions, by qualified name, that this platform makes safe."};
  Option<bool> strict_{
      this, "Strict", false,
      "Also report in coroutines and event-loop callbacks of a file that "
      "shows no second thread."};

  std::vector<std::pair<const FunctionView *, const CallSite *>> found_;
};

ASYNC_TIDY_CHECK(MtUnsafeCall);

} // namespace
} // namespace async_tidy
