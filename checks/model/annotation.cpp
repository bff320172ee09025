// What the source itself says of a declaration: annotations in the words of the model
// files, and the attributes of the compiler.

#include "model/infer-parts.h"
#include "model/model.h"
#include "model/names.h"
#include "model/resolve.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallSet.h"

namespace async_tidy {

using namespace clang;

namespace {

llvm::StringRef section(const TypeFacts *) { return "types"; }
llvm::StringRef section(const FunctionFacts *) { return "functions"; }
const std::vector<TypeFacts> &entries(const FrameworkModel &model, const TypeFacts *) {
  return model.types;
}
const std::vector<FunctionFacts> &entries(const FrameworkModel &model,
                                          const FunctionFacts *) {
  return model.functions;
}

/// The facts that a model file would give a name with these roles.
template <typename Facts> llvm::Expected<Facts> parseRoles(const llvm::Twine &roles) {
  const Facts *kind = nullptr;
  const std::string text =
      ("framework: annotation\n" + section(kind) + ": [{name: it, " + roles + "}]\n")
          .str();
  llvm::Expected<FrameworkModel> model = parseModel(text, "annotation");
  if (!model)
    return model.takeError();
  return entries(*model, kind).front();
}

/// A role without properties: `true` for some, `{}` for others, or what is meant if
/// nobody says more.
template <typename Facts> llvm::Expected<std::string> completed(llvm::StringRef role) {
  if (role.contains(':'))
    return role.str();
  std::string message;
  for (llvm::StringRef value :
       {": true", ": {}", ": {kind: wait}", ": {kind: request}"}) {
    std::string text = (role + value).str();
    llvm::Expected<Facts> facts = parseRoles<Facts>(text);
    if (facts)
      return text;
    // Of an unknown role the first answer is the best, else the one on `{}`.
    std::string error = llvm::toString(facts.takeError());
    if (message.empty() ||
        (value == ": {}" && !llvm::StringRef(message).contains("unknown key")))
      message = std::move(error);
  }
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

/// Without the place in a text that nobody wrote.
std::string messageOf(llvm::Error error) {
  const std::string text = llvm::toString(std::move(error));
  llvm::StringRef message = text;
  message = message.substr(message.find(": ") + 2);
  return message.str();
}

/// The texts behind `async::` on any declaration of the same thing, each once: a later
/// declaration inherits some attributes and not others.
std::vector<std::pair<const AnnotateAttr *, llvm::StringRef>>
annotationsOf(const Decl &decl) {
  std::vector<std::pair<const AnnotateAttr *, llvm::StringRef>> found;
  llvm::SmallSet<SourceLocation, 4> seen;
  for (const Decl *declaration : decl.redecls())
    for (const auto *annotation : declaration->specific_attrs<AnnotateAttr>()) {
      llvm::StringRef role = annotation->getAnnotation();
      if (role.consume_front("async::") && seen.insert(annotation->getLocation()).second)
        found.emplace_back(annotation, role.trim());
    }
  return found;
}

template <typename Facts>
bool read(const Decl &decl, const Resolver &roles, Facts &facts) {
  const AnnotateAttr *first = nullptr;
  std::string all;
  for (const auto &[annotation, role] : annotationsOf(decl)) {
    llvm::Expected<std::string> text = completed<Facts>(role);
    llvm::Error error = text ? parseRoles<Facts>(*text).takeError() : text.takeError();
    if (error) {
      roles.complain(annotation->getLocation(), messageOf(std::move(error)));
      continue;
    }
    first = first ? first : annotation;
    all += (all.empty() ? "" : ", ") + *text;
  }
  if (!first)
    return false;
  llvm::Expected<Facts> read = parseRoles<Facts>(all);
  if (!read) {
    roles.complain(first->getLocation(), messageOf(read.takeError()));
    return false;
  }
  const SourceManager &sources = roles.context().getSourceManager();
  const PresumedLoc place = sources.getPresumedLoc(first->getLocation());
  facts = std::move(*read);
  facts.framework.clear();
  facts.origin.source = place.isValid() ? place.getFilename() : "annotation";
  facts.origin.line = place.isValid() ? place.getLine() : 1;
  facts.origin.why = "annotated async::" + all;
  return true;
}

/// What the function's type promises.
std::optional<bool> blocksByType(const FunctionDecl &function) {
  const auto *type = function.getType()->getAs<FunctionProtoType>();
  if (!type)
    return std::nullopt;
  for (const FunctionEffectWithCondition effect : type->getFunctionEffects()) {
    if (effect.Effect.kind() == FunctionEffect::Kind::Blocking)
      return true;
    if (effect.Effect.kind() == FunctionEffect::Kind::NonBlocking)
      return false;
  }
  return std::nullopt;
}

} // namespace

bool readAnnotations(const CXXRecordDecl &record, const Resolver &roles,
                     TypeFacts &facts) {
  return read(record, roles, facts);
}

bool readAnnotations(const FunctionDecl &function, const Resolver &roles,
                     FunctionFacts &facts) {
  return read(function, roles, facts);
}

void readAttributes(const CXXRecordDecl &record, TypeFacts &facts) {
  if (!facts.task && !facts.generator && record.hasAttr<CoroReturnTypeAttr>()) {
    facts.task.emplace();
    facts.origin.add("has the attribute 'coro_return_type'");
  }
  if (const auto *unused = record.getAttr<WarnUnusedResultAttr>();
      unused && !facts.origin.why.empty() && !unused->getMessage().empty())
    facts.instead = unused->getMessage().str();
}

bool readAttributes(const FunctionDecl &function, FunctionFacts &facts) {
  const FunctionDecl &latest = *function.getMostRecentDecl();
  for (const ParmVarDecl *parameter : latest.parameters())
    if (parameter->hasAttr<LifetimeBoundAttr>() &&
        !latest.getReturnType()->isVoidType() && !isa<CXXConstructorDecl>(latest)) {
      facts.views = ViewsRole{static_cast<int>(parameter->getFunctionScopeIndex())};
      facts.origin.add("'" + parameter->getNameAsString() + "' has 'lifetimebound'");
      break;
    }
  const auto *method = dyn_cast<CXXMethodDecl>(&latest);
  if (latest.hasAttr<WarnUnusedResultAttr>() && method && !method->isConst() &&
      !method->isStatic() && method->getReturnType()->isBooleanType()) {
    facts.mayRefuse.emplace();
    facts.origin.add("changes its object and is 'nodiscard'");
  }
  const std::optional<bool> blocks = blocksByType(latest);
  if (blocks == true) {
    facts.blocking.emplace();
    facts.origin.add("has the attribute 'blocking'");
  }
  return blocks.has_value();
}

} // namespace async_tidy
