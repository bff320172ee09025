// Transactions of a database or a store, from structure: what is begun on an object stays
// open until it is committed or rolled back. `begin` alone is a container's; a class that
// has all three is a connection.

#include "model/infer-parts.h"

namespace async_tidy {

using namespace clang;

namespace {

constexpr llvm::StringRef beginNames[] = {"begin",   "begintransaction", "begintx",
                                          "starttx", "starttransaction", "begintrans"};
constexpr llvm::StringRef commitNames[] = {"commit", "committransaction", "committx",
                                           "endtransaction", "endtx"};
constexpr llvm::StringRef rollbackNames[] = {"rollback", "rollbacktransaction",
                                             "rollbacktx", "aborttransaction"};

/// An iterator is something to go through a container with, no transaction.
bool returnsNoPosition(const CXXMethodDecl &method) {
  QualType result = method.getReturnType();
  return !result->isPointerType() && !result->isReferenceType();
}

} // namespace

bool inferTransaction(const CXXMethodDecl &method, const Resolver &roles,
                      FunctionFacts &facts) {
  const PlainName name = plainName(method);
  const bool begins = llvm::is_contained(beginNames, name.str());
  const bool ends = llvm::is_contained(commitNames, name.str()) ||
                    llvm::is_contained(rollbackNames, name.str());
  if (!begins && !ends)
    return false;
  const Shape shape(*method.getParent(), roles);
  const CXXMethodDecl *begin = shape.method(beginNames, returnsNoPosition);
  const CXXMethodDecl *commit = shape.method(commitNames);
  const CXXMethodDecl *rollback = shape.method(rollbackNames);
  if (!begin || !commit || !rollback)
    return false;
  if (begins)
    facts.open = OpenRole{"transaction",
                          {commit->getNameAsString(), rollback->getNameAsString()},
                          Receiver};
  else
    facts.close.emplace();
  facts.origin.add(("'" + begin->getName() + "', '" + commit->getName() + "' and '" +
                    rollback->getName() + "' are those of a transaction")
                       .str());
  return true;
}

} // namespace async_tidy
