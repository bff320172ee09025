#include "flow/function-check.h"

#include "model/names.h"
#include "view/object.h"

#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringExtras.h"

#include <mutex>

namespace async_tidy {

using namespace clang;

namespace {

/// Model files are read once per process, however many files and checks use them.
llvm::Expected<std::shared_ptr<const ModelSet>> modelsOf(llvm::StringRef files) {
  if (files.empty())
    return ModelSet::embedded();
  static std::mutex guard;
  static llvm::StringMap<std::shared_ptr<const ModelSet>> loaded;
  std::lock_guard lock(guard);
  std::shared_ptr<const ModelSet> &models = loaded[files];
  if (models)
    return models;
  llvm::SmallVector<llvm::StringRef> paths;
  files.split(paths, ';', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  std::vector<std::string> names;
  for (llvm::StringRef path : paths)
    names.push_back(path.trim().str());
  llvm::Expected<std::shared_ptr<const ModelSet>> result = ModelSet::load(names);
  if (result)
    models = *result;
  return result;
}

constexpr llvm::StringLiteral placeholder = "{receiver}";

/// The text with the object in place of the placeholder, `it` where that is no short
/// name.
std::string withReceiver(llvm::StringRef text, const CallSite &site,
                         const ASTContext &context) {
  const Expr *object = site.receiver ? site.receiver->IgnoreParenImpCasts() : nullptr;
  bool arrow = object && object->getType()->isPointerType();
  if (const auto *access = dyn_cast_or_null<CXXOperatorCallExpr>(object);
      access && access->getOperator() == OO_Arrow)
    object = access->getArg(0);
  llvm::StringRef name;
  if (object)
    name = Lexer::getSourceText(CharSourceRange::getTokenRange(object->getSourceRange()),
                                context.getSourceManager(), context.getLangOpts());
  if (name.empty() || name.size() > 40 || name.contains('\n')) {
    name = "it";
    arrow = false;
  }
  auto [before, after] = text.split(placeholder);
  if (arrow && after.consume_front("."))
    return (before + name + "->" + after).str();
  return (before + (arrow ? "*" : "") + name + after).str();
}

} // namespace

std::shared_ptr<const ModelSet> FunctionCheck::models() {
  llvm::Expected<std::shared_ptr<const ModelSet>> models =
      modelsOf(host().projectOption("Models"));
  if (models)
    return *models;
  host().complain("%0") << llvm::toString(models.takeError());
  return ModelSet::embedded();
}

void FunctionCheck::checkTranslationUnit(ASTContext &context) {
  analysis_ = &Analysis::of(context, models());
  SourceManager &sources = context.getSourceManager();
  startTranslationUnit(sources);
  for (const FunctionView *view : unit().functions())
    if (!view->hasErrors()) {
      // A crash names the function.
      const PrettyStackTraceDecl where(&view->function(), SourceLocation(), sources,
                                       "checking");
      checkFunction(*view);
    }
  checkUnit();
}

llvm::StringRef FunctionCheck::advice(const FunctionView &view, llvm::StringRef topic,
                                      llvm::StringRef fallback) const {
  for (const FunctionView *around = &view; around; around = around->parent())
    if (const TypeFacts *result = roles().type(around->function().getReturnType()))
      if (llvm::StringRef text = roles().models().advice(result->framework, topic);
          !text.empty())
        return text;
  const auto &context = unit().context(view);
  const FunctionFacts *facts =
      context.registration ? context.registration->facts : context.overridden;
  if (facts)
    if (llvm::StringRef text = roles().models().advice(facts->framework, topic);
        !text.empty())
      return text;
  return fallback;
}

void FunctionCheck::noteContext(const FunctionView &view) {
  const auto &context = unit().context(view);
  if (const CallSite *site = context.registration) {
    note(site->location(), "handed to '%0' here, to run on an event loop")
        << calleeName(*site);
    return;
  }
  if (context.overridden) {
    note(view.function().getLocation(), "'%0' is called by the event loop")
        << displayName(view.function());
    return;
  }
  const FunctionView *around = &view;
  while (!around->isCoroutine() && around->parent())
    around = around->parent();
  if (around->lambda())
    note(around->lambda()->getBeginLoc(), "this lambda is a coroutine: it shares its "
                                          "thread with other tasks");
  else
    note(around->function().getLocation(),
         "'%0' is a coroutine: it shares its thread with other tasks")
        << displayName(around->function());
}

void FunctionCheck::noteInstead(const CallSite &site, const FunctionView &view,
                                llvm::StringRef topic, llvm::StringRef text) {
  std::string instead = text.contains(placeholder) ? withReceiver(text, site, context())
                                                   : advice(view, topic, text).str();
  if (!instead.empty())
    note(site.location(), "use instead: %0") << instead;
}

} // namespace async_tidy
