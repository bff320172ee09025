#include "model/resolve.h"

#include "model/infer.h"
#include "model/names.h"
#include "model/shape.h"

#include "clang/AST/CXXInheritance.h"

namespace async_tidy {

using namespace clang;

namespace {
/// Deeper than that, an incomplete answer is kept: the time it takes to ask again
/// doubles.
constexpr unsigned maxCycleDepth = 6;
} // namespace

Resolver::Resolver(const ASTContext &context, std::shared_ptr<const ModelSet> models)
    : context_(context), models_(std::move(models)) {}

const TypeFacts *Resolver::type(QualType type) const {
  return this->type(recordOf(type));
}

const TypeFacts *Resolver::type(const CXXRecordDecl *record) const {
  if (!record)
    return nullptr;
  record = record->getCanonicalDecl();
  auto [entry, isNew] = types_.try_emplace(record, nullptr);
  if (!isNew) {
    noteCycle(*record);
    return entry->second;
  }
  // The null entry stays for now: a class that mentions itself while being inferred has
  // no role yet.
  const unsigned depth = underWay_.size();
  const unsigned before = std::exchange(lowestCycle_, depth + 1);
  underWay_.push_back(record);
  const TypeFacts *facts = resolve(*record);
  underWay_.pop_back();
  // An answer that lacks one further up is good for that one only.
  if (lowestCycle_ < depth && depth < maxCycleDepth)
    types_.erase(record);
  else
    types_[record] = facts;
  lowestCycle_ = std::min(lowestCycle_, before);
  return facts;
}

void Resolver::noteCycle(const CXXRecordDecl &record) const {
  for (unsigned index = 0; index < underWay_.size(); ++index)
    if (underWay_[index] == &record)
      lowestCycle_ = std::min(lowestCycle_, index);
}

void Resolver::complain(SourceLocation where, std::string message) const {
  if (llvm::none_of(annotationErrors_,
                    [&](const AnnotationError &known) { return known.where == where; }))
    annotationErrors_.push_back({where, std::move(message)});
}

const TypeFacts *Resolver::resolve(const CXXRecordDecl &canonical) const {
  if (canonical.isLambda())
    return nullptr;
  if (canonical.getIdentifier() && models_->mayNameType(canonical.getName()))
    if (const TypeFacts *facts = models_->type(qualifiedName(canonical)))
      return facts;
  const CXXRecordDecl *record = canonical.getDefinition();
  if (!record)
    return nullptr;
  if (std::optional<TypeFacts> facts = inferType(*record, *this)) {
    inferredTypes_.push_back(std::move(*facts));
    return &inferredTypes_.back();
  }
  for (const CXXBaseSpecifier &base : record->bases())
    if (base.getAccessSpecifier() == AS_public)
      if (const TypeFacts *facts = type(base.getType()))
        return facts;
  return nullptr;
}

const FunctionFacts *Resolver::function(const FunctionDecl &function) const {
  const FunctionDecl *canonical = function.getCanonicalDecl();
  auto [entry, isNew] = functions_.try_emplace(canonical, nullptr);
  if (!isNew)
    return entry->second;
  const FunctionFacts *facts = nullptr;
  const bool mayBeNamed = isa<CXXConstructorDecl, CXXDestructorDecl>(canonical) ||
                          !canonical->getIdentifier() ||
                          models_->mayNameFunction(canonical->getName());
  if (mayBeNamed)
    facts = models_->function(qualifiedName(*canonical));
  if (facts && facts->cLinkage && !canonical->isExternC())
    facts = nullptr;
  if (!facts)
    facts = inferred(*canonical);
  functions_[canonical] = facts;
  return facts;
}

const FunctionFacts *Resolver::inferred(const FunctionDecl &function) const {
  std::optional<FunctionFacts> facts = inferFunction(function, *this);
  if (!facts)
    return nullptr;
  inferredFunctions_.push_back(std::move(*facts));
  return &inferredFunctions_.back();
}

const FunctionFacts *Resolver::methodOf(const CXXRecordDecl &record,
                                        const FunctionDecl &method) const {
  llvm::SmallString<64> name = qualifiedName(record);
  name += "::";
  name += method.getDeclName().getAsString();
  if (const FunctionFacts *facts = models_->function(name))
    return facts;
  const CXXRecordDecl *definition = record.getDefinition();
  if (!definition)
    return nullptr;
  for (const CXXBaseSpecifier &base : definition->bases())
    if (const CXXRecordDecl *parent = parentOf(base, *definition))
      if (const FunctionFacts *facts = methodOf(*parent, method))
        return facts;
  return nullptr;
}

const FunctionFacts *Resolver::functionObject(const CXXOperatorCallExpr &call) const {
  const Expr *object = call.getArg(0)->IgnoreParenImpCasts();
  const auto *reference = dyn_cast<DeclRefExpr>(object);
  const auto *variable = reference ? dyn_cast<VarDecl>(reference->getDecl()) : nullptr;
  if (variable && variable->hasGlobalStorage() && variable->getIdentifier() &&
      models_->mayNameFunction(variable->getName()))
    return models_->function(qualifiedName(*variable));
  return nullptr;
}

const FunctionFacts *Resolver::call(const Expr &expr) const {
  if (const auto *construct = dyn_cast<CXXConstructExpr>(&expr))
    return function(*construct->getConstructor());
  const auto *call = dyn_cast<CallExpr>(&expr);
  const FunctionDecl *callee = call ? calleeOf(*call) : nullptr;
  if (!callee)
    return nullptr;
  if (const FunctionFacts *facts = function(*callee))
    return facts;
  if (const Expr *object = receiverOf(*call);
      object && (!callee->getIdentifier() || models_->mayNameFunction(callee->getName())))
    // `socket.connect()` is declared in a base; models name the class that users know.
    if (const CXXRecordDecl *record =
            pointeeRecordOf(object->IgnoreParenImpCasts()->getType()))
      return methodOf(*record, *callee);
  if (const auto *op = dyn_cast<CXXOperatorCallExpr>(call);
      op && op->getOperator() == OO_Call && op->getNumArgs() >= 1)
    return functionObject(*op);
  return nullptr;
}

const TaskRole *Resolver::task(QualType type) const {
  const TypeFacts *facts = this->type(type);
  return facts && facts->task ? &*facts->task : nullptr;
}

const MutexRole *Resolver::mutex(QualType type) const {
  const TypeFacts *facts = this->type(type);
  return facts && facts->mutex ? &*facts->mutex : nullptr;
}

bool Resolver::isThreadGuard(QualType type) const {
  const TypeFacts *facts = this->type(type);
  // Of a dependent guard nobody knows the mutex yet.
  if (!facts || !facts->guard || facts->guard->async || type->isDependentType())
    return false;
  const auto *special = dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(type));
  if (!special)
    return true;
  bool sawMutex = false, sawThreadMutex = false;
  // A pointer to guarded data names the mutex inside of an argument:
  // `LockedPtr<Synchronized<Data, Mutex>>`.
  auto look = [&](auto &self, const TemplateArgument &argument, unsigned depth) -> void {
    if (argument.getKind() == TemplateArgument::Pack)
      for (const TemplateArgument &element : argument.pack_elements())
        self(self, element, depth);
    if (argument.getKind() != TemplateArgument::Type)
      return;
    if (const MutexRole *role = mutex(argument.getAsType())) {
      sawMutex = true;
      sawThreadMutex |= !role->async;
    } else if (const auto *inner = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
                   recordOf(argument.getAsType()));
               inner && depth > 0) {
      for (const TemplateArgument &nested : inner->getTemplateArgs().asArray())
        self(self, nested, depth - 1);
    }
  };
  for (const TemplateArgument &argument : special->getTemplateArgs().asArray())
    look(look, argument, 1);
  // A guard whose arguments say nothing of a mutex hides a lock of its own choice.
  return sawThreadMutex || (!sawMutex && special->getTemplateArgs().size() > 0 &&
                            (!facts->origin.isStated() || facts->guard->hidesMutex));
}

std::optional<LockTag> Resolver::lockTag(const Expr *construction) const {
  if (const auto *construct = dyn_cast_or_null<CXXConstructExpr>(construction))
    for (const Expr *argument : construct->arguments())
      if (const TypeFacts *facts = type(argument->getType()); facts && facts->lockTag)
        return facts->lockTag;
  return std::nullopt;
}

bool Resolver::isAwaitable(QualType type) const {
  const TypeFacts *facts = this->type(type);
  return facts && (facts->task || facts->awaitable);
}

} // namespace async_tidy
