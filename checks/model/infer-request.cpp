// Promises and requests to stop, from structure: both are pairs of an object that one
// side acts on and another that the other side looks at.

#include "model/infer-parts.h"
#include "model/names.h"
#include "model/resolve.h"

namespace async_tidy {

using namespace clang;

namespace {

constexpr llvm::StringRef valueNames[] = {"setvalue", "setresult", "fulfill", "fulfil",
                                          "resolve",  "complete",  "succeed"};
constexpr llvm::StringRef errorNames[] = {"setexception", "seterror",  "reject",
                                          "fail",         "breakwith", "setfailure"};
constexpr llvm::StringRef futureNames[] = {"getfuture", "future",    "gettask",
                                           "task",      "getresult", "getsemifuture"};
constexpr llvm::StringRef askedNames[] = {"stoprequested",
                                          "isstoprequested",
                                          "iscancelled",
                                          "iscanceled",
                                          "cancelled",
                                          "canceled",
                                          "isaborted",
                                          "aborted",
                                          "cancellationrequested",
                                          "iscancellationrequested",
                                          "cancelrequested",
                                          "iscancelrequested",
                                          "shouldstop",
                                          "stopped"};
constexpr llvm::StringRef requestNames[] = {
    "requeststop", "cancel", "abort", "requestcancellation", "requestcancel", "stop"};

/// A class that a value and an error can be put into: the producing end of a future. The
/// promise of a coroutine is the compiler's.
bool isPromise(const Shape &shape, Origin &origin) {
  const CXXMethodDecl *value = shape.method(valueNames);
  const bool future = shape.method(futureNames, [](const CXXMethodDecl &method) {
    return takesNothing(method) && recordOf(method.getReturnType());
  });
  if (!value || !(shape.method(errorNames) || future) ||
      memberNamed(shape.record(), "initial_suspend"))
    return false;
  // A form has values and errors as well; a promise has somebody who waits.
  static constexpr llvm::StringRef words[] = {"promise", "fulfiller", "completer",
                                              "resolver", "deferred"};
  const PlainName name = plainName(shape.record());
  if (!future && llvm::none_of(words, [&](llvm::StringRef word) {
        return name.str().contains(word);
      }))
    return false;
  origin.add(("'" + value->getName() + "' settles it").str());
  return true;
}

/// Refers to a state that somebody else changes.
bool sharesState(const CXXRecordDecl &record) {
  return llvm::any_of(record.fields(), [](const FieldDecl *field) {
    QualType type = field->getType();
    return type->isPointerType() || type->isReferenceType() || looksAtomic(type) ||
           pointeeRecordOf(type) != recordOf(type) ||
           mentions(type, [](QualType part) { return looksAtomic(part); });
  });
}

bool isToken(const Shape &shape, Origin &origin) {
  const CXXMethodDecl *asked = shape.method(askedNames, [](const CXXMethodDecl &method) {
    return takesNothing(method) && method.getReturnType()->isBooleanType();
  });
  if (!asked || !sharesState(shape.record()) || shape.methods().size() > 8)
    return false;
  static constexpr llvm::StringRef words[] = {"token", "stop", "cancel", "abort"};
  const PlainName name = plainName(shape.record());
  if (llvm::none_of(words,
                    [&](llvm::StringRef word) { return name.str().contains(word); }))
    return false;
  origin.add(("'" + asked->getName() + "' tells whether to stop").str());
  return true;
}

/// Hands out tokens, and has the request that they carry.
bool isSource(const Shape &shape, Origin &origin) {
  const CXXMethodDecl *request = shape.method(requestNames, takesNothing);
  if (!request)
    return false;
  const bool handsOut = llvm::any_of(shape.methods(), [&](const Method &method) {
    const TypeFacts *facts = shape.roles().type(method.decl->getReturnType());
    return takesNothing(*method.decl) && facts && facts->cancellationToken;
  });
  if (handsOut)
    origin.add(("'" + request->getName() + "' is what its tokens carry").str());
  return handsOut;
}

/// Ends in its destructor what it was given for: a subscription, a registration.
bool isSubscription(const Shape &shape, Origin &origin) {
  static constexpr llvm::StringRef words[] = {"subscription", "registration",
                                              "scopedconnection", "timerhandle"};
  static constexpr llvm::StringRef ends[] = {"unsubscribe", "disconnect",    "cancel",
                                             "unregister",  "deregister",    "dispose",
                                             "unlisten",    "removelistener"};
  const PlainName name = plainName(shape.record());
  const CXXDestructorDecl *destructor = shape.record().getDestructor();
  if (!destructor || !destructor->isUserProvided() ||
      llvm::none_of(words,
                    [&](llvm::StringRef word) { return name.str().contains(word); }) ||
      !bodyCalls(*destructor,
                 [](llvm::StringRef called) { return llvm::is_contained(ends, called); }))
    return false;
  origin.add("its destructor ends what it stands for");
  return true;
}

} // namespace

void inferRequests(const Shape &shape, TypeFacts &facts) {
  if (isPromise(shape, facts.origin))
    facts.promise.emplace();
  if (isSource(shape, facts.origin))
    facts.cancelHandle.emplace();
  else if (isSubscription(shape, facts.origin))
    facts.cancelHandle = CancelHandleRole{.endsWork = true};
  else if (isToken(shape, facts.origin))
    facts.cancellationToken.emplace();
}

bool inferRequestUse(const CXXMethodDecl &method, const Resolver &roles,
                     FunctionFacts &facts) {
  const TypeFacts *owner = roles.type(method.getParent());
  if (!owner || owner->origin.isStated())
    return false;
  const PlainName name = plainName(method);
  if (owner->promise && (llvm::is_contained(valueNames, name.str()) ||
                         llvm::is_contained(errorNames, name.str())))
    facts.settle.emplace();
  else if (owner->cancelHandle && llvm::is_contained(requestNames, name.str()))
    facts.cancel.emplace();
  else if ((owner->cancellationToken || owner->cancelHandle) &&
           llvm::is_contained(askedNames, name.str()))
    facts.checksCancellation.emplace();
  else
    return false;
  facts.origin.add("a method of a " + std::string(owner->promise ? "promise"
                                                  : owner->cancelHandle
                                                      ? "source of stop tokens"
                                                      : "stop token"));
  return true;
}

} // namespace async_tidy
