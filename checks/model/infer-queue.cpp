// Queues and channels from structure: something goes in by one method and comes out by
// another, and threads or tasks meet there. The bound is what the constructor, the
// template or the storage says; where none is seen, it is unknown.

#include "model/infer-parts.h"
#include "model/names.h"
#include "model/resolve.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"

namespace async_tidy {

using namespace clang;

namespace {

constexpr llvm::StringRef pushNames[] = {
    "push",   "pushback", "enqueue", "put",       "send",      "offer",
    "write",  "trypush",  "trysend", "tryput",    "tryoffer",  "emplace",
    "insert", "add",      "post",    "asyncsend", "asyncpush", "pushfront"};
constexpr llvm::StringRef popNames[] = {
    "pop",  "popfront",   "dequeue", "take",       "get",      "receive",
    "recv", "trypop",     "tryrecv", "tryreceive", "trytake",  "tryget",
    "poll", "read",       "waitpop", "waitandpop", "asyncpop", "asyncreceive",
    "pull", "trydequeue", "next"};
constexpr llvm::StringRef sizeNames[] = {"size", "count",  "length",
                                         "full", "isfull", "depth"};

QualType bare(QualType type) {
  return type.getNonReferenceType().getUnqualifiedType().getCanonicalType();
}

/// What a method takes in: its first parameter, if it is an element and not an option.
QualType elementIn(const CXXMethodDecl &method) {
  if (method.getNumParams() == 0 || method.getMinRequiredArguments() > 1)
    return {};
  QualType type = method.getParamDecl(0)->getType();
  if (const auto *pack = type.getNonReferenceType()->getAs<PackExpansionType>())
    type = pack->getPattern();
  return bare(type);
}

/// A template takes any type that the element is made from.
bool isAnything(QualType type) {
  return type->isTemplateTypeParmType() || type->isUndeducedType();
}

bool isElement(QualType out, QualType element) {
  const auto same = [&](QualType part) {
    part = bare(part);
    if (part->isPointerType() && element->isPointerType())
      part = part->getPointeeType(), element = element->getPointeeType();
    return part == element;
  };
  return mentions(out, same);
}

/// Whether a method gives an element back: as its result, in an `optional`, out of an
/// await, or through a reference.
bool givesBack(const CXXMethodDecl &method, QualType element, const Shape &shape) {
  QualType result = method.getReturnType();
  if (method.getMinRequiredArguments() == 0 && !result->isVoidType()) {
    if (isAnything(element))
      return !result->isBooleanType();
    if (isElement(result, element))
      return true;
    const CXXRecordDecl *awaiter = recordOf(result);
    const auto *resumed =
        awaiter ? dyn_cast_or_null<FunctionDecl>(memberNamed(*awaiter, "await_resume"))
                : nullptr;
    return resumed && isElement(resumed->getReturnType(), element);
  }
  if (method.getNumParams() == 0)
    return false;
  QualType parameter = method.getParamDecl(0)->getType();
  return (parameter->isLValueReferenceType() || parameter->isPointerType()) &&
         !parameter->getPointeeType().isConstQualified() &&
         (isAnything(element) || isElement(parameter->getPointeeType(), element));
}

/// The methods that put in, and those that take out the same type.
struct Ends {
  std::vector<std::string> push, pop;
  const CXXMethodDecl *in = nullptr, *out = nullptr;
};

Ends findEnds(const Shape &shape) {
  Ends ends;
  for (const Method &method : shape.methods())
    if (llvm::is_contained(pushNames, method.name.str()))
      if (QualType element = elementIn(*method.decl); !element.isNull())
        for (const Method &other : shape.methods())
          if (llvm::is_contained(popNames, other.name.str()) &&
              givesBack(*other.decl, element, shape)) {
            ends.in = method.decl;
            ends.out = other.decl;
            ends.push.push_back(method.decl->getNameAsString());
            ends.pop.push_back(other.decl->getNameAsString());
          }
  for (std::vector<std::string> *names : {&ends.push, &ends.pop}) {
    llvm::sort(*names);
    names->erase(std::unique(names->begin(), names->end()), names->end());
  }
  return ends;
}

bool meansCapacity(const NamedDecl &decl) {
  static constexpr llvm::StringRef words[] = {"cap",   "max",   "limit", "bound",
                                              "depth", "slots", "size",  "high"};
  const PlainName name = plainName(decl);
  return name == "n" || llvm::any_of(words, [&](llvm::StringRef word) {
           return name.str().contains(word);
         });
}

bool setBound(QueueRole &role, Bound bound, unsigned argument, llvm::StringRef seen,
              Origin &origin) {
  role.bound = bound;
  role.argument = argument;
  origin.add(seen.str());
  return true;
}

bool boundByTemplate(const CXXRecordDecl &record, QueueRole &role, Origin &origin) {
  const auto *special = dyn_cast<ClassTemplateSpecializationDecl>(&record);
  const ClassTemplateDecl *pattern =
      special ? special->getSpecializedTemplate() : record.getDescribedClassTemplate();
  if (!pattern)
    return false;
  for (const auto &[index, parameter] :
       llvm::enumerate(*pattern->getTemplateParameters()))
    if (const auto *value = dyn_cast<NonTypeTemplateParmDecl>(parameter);
        value && value->getType()->isIntegerType() && !value->getType()->isBooleanType())
      return setBound(role, Bound::ByTemplate, index, "a template argument bounds it",
                      origin);
  return false;
}

bool boundByConstructor(const CXXRecordDecl &record, QueueRole &role, Origin &origin) {
  for (const CXXConstructorDecl *constructor : record.ctors())
    for (const auto &[index, parameter] : llvm::enumerate(constructor->parameters()))
      if (QualType type = parameter->getType();
          type->isIntegerType() && !type->isBooleanType() && meansCapacity(*parameter))
        return setBound(role, Bound::ByConstructor, index,
                        "its constructor is given a capacity", origin);
  return false;
}

/// A container of any size among the fields, and nothing that is compared with its size.
bool isUnbounded(const Shape &shape) {
  bool limited = false, grows = false;
  for (const FieldDecl *field : shape.record().fields()) {
    const TypeFacts *facts = shape.roles().type(field->getType());
    grows |= facts && facts->queue && facts->queue->bound == Bound::Unbounded;
    limited |= field->getType()->isIntegerType() && meansCapacity(*field);
  }
  return grows && !limited;
}

void inferBound(const Shape &shape, QueueRole &role, Origin &origin) {
  const CXXRecordDecl &record = shape.record();
  if (boundByTemplate(record, role, origin) || boundByConstructor(record, role, origin))
    return;
  const bool ring = llvm::any_of(record.fields(), [](const FieldDecl *field) {
    QualType type = field->getType();
    const CXXRecordDecl *part = recordOf(type);
    return (type->isArrayType() && type->getAsArrayTypeUnsafe()) ||
           (part && part->isInStdNamespace() && plainName(*part) == "array");
  });
  if (ring)
    setBound(role, Bound::Fixed, 0, "its storage is an array", origin);
  else if (isUnbounded(shape))
    setBound(role, Bound::Unbounded, 0, "its storage grows without a limit", origin);
  else
    role.bound = Bound::Unknown;
}

/// Made of what threads and tasks meet with.
bool isMeetingPlace(const Shape &shape, const Ends &ends) {
  if (shape.isAwaited(*ends.in) || shape.isAwaited(*ends.out))
    return true;
  return shape.consistsOf([&](QualType type) {
    const TypeFacts *facts = shape.roles().type(type);
    return looksAtomic(type) || isCoroutineHandle(type) ||
           (facts && (facts->mutex || facts->conditionVariable || facts->semaphore ||
                      facts->event));
  });
}

/// Behind a pointer, nobody sees what a queue is made of.
bool isHidden(const CXXRecordDecl &record) {
  return !record.field_empty() &&
         llvm::all_of(record.fields(), [](const FieldDecl *field) {
           const CXXRecordDecl *behind = pointeeRecordOf(field->getType());
           return behind && behind != recordOf(field->getType());
         });
}

bool isNamedLikeAQueue(const CXXRecordDecl &record) {
  static constexpr llvm::StringRef words[] = {"queue", "channel", "mailbox", "inbox",
                                              "ring",  "fifo",    "chan",    "pipe"};
  const PlainName name = plainName(record);
  return !name.str().contains("string") && llvm::any_of(words, [&](llvm::StringRef word) {
    return name.str().contains(word);
  });
}

} // namespace

void inferQueue(const Shape &shape, TypeFacts &facts) {
  const Ends ends = findEnds(shape);
  if (!ends.in)
    return;
  const bool meets = isMeetingPlace(shape, ends);
  // Any container has two ends; a queue is where threads or tasks meet, or says so.
  if (!meets && !isNamedLikeAQueue(shape.record()))
    return;
  QueueRole role;
  role.container = !meets && !isHidden(shape.record());
  role.push = ends.push;
  role.pop = ends.pop;
  for (const Method &method : shape.methods())
    if (llvm::is_contained(sizeNames, method.name.str()) && takesNothing(*method.decl))
      role.size.push_back(method.decl->getNameAsString());
  facts.origin.add(
      ("'" + ends.out->getName() + "' gives back what '" + ends.in->getName() + "' takes")
          .str());
  inferBound(shape, role, facts.origin);
  facts.queue = std::move(role);
}

} // namespace async_tidy
