// "Memory" is what another thread can write: members, globals, what references and
// pointers lead to, locals that a lambda captures by reference, the results of calls.

#include "flow/recheck.h"

#include "llvm/ADT/SmallPtrSet.h"

namespace async_tidy {

using namespace clang;

namespace {

class Recheckers {
public:
  Recheckers(const CallExpr &wait, const FunctionView &view, const CFG &graph)
      : wait_(wait), view_(view), graph_(graph), loop_(view.enclosingLoop(&wait)) {
    decision_ = decisionToWait();
    if (decision_)
      addMemory(decision_->getCond());
  }

  const IfStmt *decision() const { return decision_; }

  bool run() {
    for (const CFGBlock *block : graph_)
      for (unsigned i = 0; i != block->size(); ++i)
        if (std::optional<CFGStmt> stmt = (*block)[i].getAs<CFGStmt>();
            stmt && stmt->getStmt() == &wait_)
          return follow(*block, i + 1);
    return true; // not in the graph: nobody waits here
  }

private:
  bool isShared(const ValueDecl &decl) const {
    const auto *variable = dyn_cast<VarDecl>(&decl);
    if (!variable)
      return isa<FieldDecl, BindingDecl>(decl);
    if (variable->hasGlobalStorage() || variable->getType()->isReferenceType() ||
        variable->getType()->isPointerType() ||
        variable->getDeclContext() != &view_.function())
      return true;
    return llvm::any_of(view_.uses(*variable), [&](const Expr *use) {
      const Stmt *around = view_.parentOf(use);
      if (const auto *assignment = dyn_cast_or_null<BinaryOperator>(around))
        return assignment->getOpcode() == BO_Assign && assignment->getLHS() == use &&
               loop_ && view_.isWithin(assignment, loop_);
      const auto *address = dyn_cast_or_null<UnaryOperator>(around);
      return isa_and_nonnull<LambdaExpr>(around) ||
             (address && address->getOpcode() == UO_AddrOf);
    });
  }

  bool readsMemory(const Stmt *stmt) const {
    if (!stmt || stmt == &wait_)
      return false;
    if (isa<CallExpr>(stmt) && !isa<CXXOperatorCallExpr>(stmt) && !contains(stmt, &wait_))
      return true;
    if (const ValueDecl *decl = mentioned(stmt); decl && isShared(*decl))
      return true;
    return llvm::any_of(stmt->children(),
                        [&](const Stmt *child) { return readsMemory(child); });
  }

  static bool contains(const Stmt *outer, const Stmt *inner) {
    return outer == inner || llvm::any_of(outer->children(), [&](const Stmt *child) {
             return child && contains(child, inner);
           });
  }

  static const ValueDecl *mentioned(const Stmt *stmt) {
    if (const auto *reference = dyn_cast<DeclRefExpr>(stmt))
      return reference->getDecl();
    if (const auto *member = dyn_cast<MemberExpr>(stmt))
      return member->getMemberDecl();
    return nullptr;
  }

  /// The fields, variables and own methods that a condition reads.
  void addMemory(const Stmt *stmt) {
    if (!stmt)
      return;
    if (const ValueDecl *decl = mentioned(stmt)) {
      const auto *member = dyn_cast<MemberExpr>(stmt);
      const bool ownMethod = isa<CXXMethodDecl>(decl) && member &&
                             isa<CXXThisExpr>(member->getBase()->IgnoreParenImpCasts());
      const bool function = isa<FunctionDecl>(decl) && !isa<CXXMethodDecl>(decl);
      if (ownMethod || function || isShared(*decl))
        memory_.insert(decl->getCanonicalDecl());
    }
    for (const Stmt *child : stmt->children())
      addMemory(child);
  }

  /// The `if` on memory that a wait stands in, inside the innermost loop.
  const IfStmt *decisionToWait() const {
    for (const Stmt *child = &wait_, *around; (around = view_.parentOf(child));
         child = around) {
      if (around == loop_)
        return nullptr;
      if (const auto *branch = dyn_cast<IfStmt>(around);
          branch && (child == branch->getThen() || child == branch->getElse()) &&
          readsMemory(branch->getCond()))
        return branch;
    }
    return nullptr;
  }

  /// False if a way from here relies on what was waited for without a test.
  bool follow(const CFGBlock &block, unsigned from) {
    for (unsigned i = from; i != block.size(); ++i) {
      std::optional<CFGStmt> element = block[i].getAs<CFGStmt>();
      if (!element)
        continue;
      const Stmt *stmt = element->getStmt();
      if (stmt == &wait_)
        return false;
      if (const ValueDecl *decl = mentioned(stmt);
          decl && memory_.contains(decl->getCanonicalDecl()))
        return isTest(*stmt);
      if (const auto *result = dyn_cast<ReturnStmt>(stmt);
          result && !decision_ && readsMemory(result->getRetValue()))
        return true; // the caller tests it
    }
    if (isRecheck(block))
      return true;
    if (&block == &graph_.getExit())
      return false;
    return llvm::all_of(block.succs(), [&](const CFGBlock::AdjacentBlock &next) {
      const CFGBlock *successor = next.getReachableBlock();
      return !successor || !visited_.insert(successor).second || follow(*successor, 0);
    });
  }

  bool isRecheck(const CFGBlock &block) const {
    const Stmt *terminator = block.getTerminatorStmt();
    if (!terminator || !block.getTerminator().isStmtBranch() || block.succ_size() < 2)
      return false;
    const bool ranges = isa<CXXForRangeStmt>(terminator);
    if (!ranges && !readsMemory(block.getTerminatorCondition(/*StripParens=*/false)))
      return false;
    const Stmt *loop = terminator;
    if (isa<BinaryOperator>(terminator)) // one side of && or ||
      while (loop && isa<Expr>(loop))
        loop = view_.parentOf(loop);
    const bool isLoopAround =
        isa_and_nonnull<WhileStmt, DoStmt, ForStmt>(loop) && view_.isWithin(&wait_, loop);
    // Where the decision is known, only it or a loop around the wait asks again.
    return decision_ ? isLoopAround : (!ranges || loop != loop_);
  }

  /// Whether a mention is read to decide something: a condition, or a truth value kept.
  bool isTest(const Stmt &mention) const {
    const Stmt *child = &mention;
    for (const Stmt *around = view_.parentOf(child); around;
         child = around, around = view_.parentOf(around)) {
      if (const auto *choice = dyn_cast<ConditionalOperator>(around);
          choice && choice->getCond() == child)
        return true;
      if (const auto *assignment = dyn_cast<BinaryOperator>(around);
          assignment && assignment->getOpcode() == BO_Assign)
        return assignment->getRHS() == child && assignment->getType()->isBooleanType();
      if (isa<Expr>(around))
        continue;
      if (const auto *branch = dyn_cast<IfStmt>(around))
        return branch->getCond() == child;
      if (const auto *loop = dyn_cast<ForStmt>(around))
        return loop->getCond() == child;
      if (const auto *loop = dyn_cast<WhileStmt>(around))
        return loop->getCond() == child;
      if (const auto *loop = dyn_cast<DoStmt>(around))
        return loop->getCond() == child;
      const auto *value = dyn_cast<Expr>(child);
      return isa<SwitchStmt, ReturnStmt, CoreturnStmt, DeclStmt>(around) && value &&
             (value->getType()->isBooleanType() || isa<SwitchStmt>(around));
    }
    return false;
  }

  const CallExpr &wait_;
  const FunctionView &view_;
  const CFG &graph_;
  const Stmt *loop_;
  const IfStmt *decision_ = nullptr;
  llvm::SmallPtrSet<const Decl *, 4> memory_;
  llvm::SmallPtrSet<const CFGBlock *, 16> visited_;
};

} // namespace

Recheck recheckAfter(const CallExpr &wait, const FunctionView &view, Analysis &analysis) {
  const CFG *graph = analysis.graph(view);
  if (!graph)
    return {};
  Recheckers recheckers(wait, view, *graph);
  return {recheckers.run(), recheckers.decision()};
}

} // namespace async_tidy
