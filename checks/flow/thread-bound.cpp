#include "flow/thread-bound.h"

#include "flow/solver.h"
#include "model/names.h"

#include "clang/Basic/SourceManager.h"

namespace async_tidy {

using namespace clang;

namespace {

const VarDecl *threadLocal(const Expr *expr) {
  expr = stripped(expr);
  // A field of a thread-local object lies in it.
  while (const auto *member = dyn_cast_or_null<MemberExpr>(expr)) {
    if (member->isArrow())
      return nullptr;
    if (const auto *variable = dyn_cast<VarDecl>(member->getMemberDecl()))
      return variable->getTLSKind() != VarDecl::TLS_None ? variable : nullptr;
    expr = stripped(member->getBase());
  }
  const auto *reference = dyn_cast_or_null<DeclRefExpr>(expr);
  const auto *variable = reference ? dyn_cast<VarDecl>(reference->getDecl()) : nullptr;
  return variable && variable->getTLSKind() != VarDecl::TLS_None ? variable : nullptr;
}

bool isErrno(const Stmt &stmt) {
  const auto *call = dyn_cast<CallExpr>(&stmt);
  const FunctionDecl *callee = call ? call->getDirectCallee() : nullptr;
  return callee && callee->isExternC() && callee->getIdentifier() &&
         (callee->getName() == "__errno_location" || callee->getName() == "__error" ||
          callee->getName() == "___errno");
}

/// Who set `errno`, and a suspension since then.
struct ErrnoState {
  const Expr *setBy = nullptr;
  const SuspensionPoint *suspension = nullptr;
  bool operator==(const ErrnoState &) const = default;
};

struct ErrnoDomain {
  using State = ErrnoState;
  const FunctionView &view;
  llvm::DenseMap<const Stmt *, const SuspensionPoint *> points;

  State entry() const { return {}; }
  void refine(State &, const CFGBlock &, bool) const {}
  void join(State &into, const State &from) const {
    if (!into.suspension && from.suspension)
      into = from;
  }
  void transfer(State &state, const CFGElement &element) const {
    std::optional<CFGStmt> part = element.getAs<CFGStmt>();
    if (!part)
      return;
    const Stmt *stmt = part->getStmt();
    if (const SuspensionPoint *point = points.lookup(stmt)) {
      if (state.setBy && !state.suspension)
        state.suspension = point;
    } else if (const auto *call = dyn_cast<CallExpr>(stmt); call && !isErrno(*call)) {
      // Only what the user wrote; the awaiter's own calls are part of the suspension.
      if (view.callAt(call) && (state.suspension || setsErrno(*call)))
        state = {setsErrno(*call) ? call : nullptr, nullptr};
    } else if (const auto *assignment = dyn_cast<BinaryOperator>(stmt);
               assignment && assignment->isAssignmentOp()) {
      if (assignsErrno(*assignment))
        state = {};
    }
  }

  static bool setsErrno(const CallExpr &call) {
    const FunctionDecl *callee = call.getDirectCallee();
    return callee && callee->isExternC();
  }
  static bool assignsErrno(const BinaryOperator &assignment) {
    const auto *target = dyn_cast<UnaryOperator>(stripped(assignment.getLHS()));
    return target && isErrno(*stripped(target->getSubExpr()));
  }
};

/// The first use of each thread-local variable, and a suspension since then.
struct Touched {
  const Expr *before = nullptr;
  const SuspensionPoint *suspension = nullptr;
  bool operator==(const Touched &) const = default;
};

struct TouchDomain {
  using State = llvm::SmallVector<Touched, 4>;
  llvm::SmallVector<const VarDecl *, 4> variables;
  llvm::DenseMap<const Stmt *, const SuspensionPoint *> points;

  State entry() const { return State(variables.size()); }
  void refine(State &, const CFGBlock &, bool) const {}
  void join(State &into, const State &from) const {
    for (unsigned index = 0; index < into.size(); ++index)
      if (!into[index].before || (!into[index].suspension && from[index].suspension))
        into[index] = from[index];
  }
  void transfer(State &state, const CFGElement &element) const {
    std::optional<CFGStmt> part = element.getAs<CFGStmt>();
    if (!part)
      return;
    if (const SuspensionPoint *point = points.lookup(part->getStmt()))
      for (Touched &touched : state)
        if (touched.before && !touched.suspension)
          touched.suspension = point;
    if (const int index = indexOf(*part->getStmt()); index >= 0 && !state[index].before)
      state[index].before = cast<Expr>(part->getStmt());
  }

  int indexOf(const Stmt &stmt) const {
    const auto *reference = dyn_cast<DeclRefExpr>(&stmt);
    if (!reference)
      return -1;
    const auto found = llvm::find(variables, reference->getDecl());
    return found == variables.end() ? -1 : static_cast<int>(found - variables.begin());
  }
};

llvm::DenseMap<const Stmt *, const SuspensionPoint *> pointsOf(const FunctionView &view) {
  llvm::DenseMap<const Stmt *, const SuspensionPoint *> points;
  for (const SuspensionPoint &point : view.suspensions())
    if (!point.neverSuspends)
      points[point.expr] = &point;
  return points;
}

/// Calls `visit` with each statement of the graph and what holds before it.
template <typename Domain, typename Visit>
void replay(const CFG &graph, Domain &domain, Visit visit) {
  Solver<Domain> solver(graph, domain);
  if (!solver.solve())
    return;
  for (const CFGBlock *block : graph) {
    std::optional<typename Domain::State> state = solver.entryOf(*block);
    if (!state)
      continue;
    for (const CFGElement &element : *block) {
      if (std::optional<CFGStmt> part = element.getAs<CFGStmt>())
        visit(*part->getStmt(), *state);
      domain.transfer(*state, element);
    }
  }
}

} // namespace

std::optional<ThreadBound> threadBound(const VarDecl &local, const FunctionView &view,
                                       const Resolver &roles) {
  const Expr *init = local.getInit();
  if (!init || isa<ParmVarDecl>(local) || !local.hasLocalStorage() ||
      init->isTypeDependent())
    return std::nullopt;
  const Expr *value = stripped(init);
  if (local.getType()->isReferenceType())
    if (const VarDecl *variable = threadLocal(value))
      return ThreadBound{variable, nullptr};
  if (const auto *address = dyn_cast<UnaryOperator>(value)) {
    // `int &error = errno;` dereferences what its call returns.
    const bool refers =
        address->getOpcode() == UO_Deref && local.getType()->isReferenceType();
    if (address->getOpcode() != UO_AddrOf && !refers)
      return std::nullopt;
    value = stripped(address->getSubExpr());
    if (const VarDecl *variable = refers ? nullptr : threadLocal(value))
      return ThreadBound{variable, nullptr};
    if (const auto *deref = dyn_cast<UnaryOperator>(value);
        deref && deref->getOpcode() == UO_Deref)
      value = stripped(deref->getSubExpr());
  }
  const CallSite *call = view.callAt(value);
  // A pure question is over with its answer.
  if (!call || !call->facts || !call->facts->threadIdentity ||
      call->expr->getType()->isBooleanType())
    return std::nullopt;
  return ThreadBound{nullptr, call->expr,
                     !local.getType()->isReferenceType() &&
                         !local.getType()->isPointerType()};
}

namespace {

bool mentions(const Stmt *condition, const ValueDecl &variable,
              const FunctionView &view) {
  return llvm::any_of(view.uses(variable),
                      [&](const Expr *use) { return view.isWithin(use, condition); });
}

/// Whether the read stands in a branch that was taken for what the call returned. Other
/// reads may mean the error of the awaited operation.
bool isAbout(const Expr &read, const Expr &setBy, const FunctionView &view) {
  const VarDecl *result = nullptr;
  if (const auto *declaration = view.enclosing<DeclStmt>(&setBy))
    result = dyn_cast<VarDecl>(*declaration->decl_begin());
  if (const auto *assignment = view.enclosing<BinaryOperator>(&setBy);
      assignment && assignment->isAssignmentOp())
    if (const auto *target = dyn_cast<DeclRefExpr>(stripped(assignment->getLHS())))
      result = dyn_cast<VarDecl>(target->getDecl());
  for (const auto *branch = view.enclosing<IfStmt>(&read); branch;
       branch = view.enclosing<IfStmt>(branch))
    if (view.isWithin(&setBy, branch->getCond()) ||
        (result && mentions(branch->getCond(), *result, view)))
      return true;
  return false;
}

} // namespace

std::vector<LateErrno> lateErrnos(const FunctionView &view, const CFG *graph) {
  std::vector<LateErrno> found;
  const bool reads = llvm::any_of(
      view.calls(), [](const CallSite &call) { return isErrno(*call.expr); });
  if (!graph || !reads)
    return found;
  ErrnoDomain domain{view, pointsOf(view)};
  replay(*graph, domain, [&](const Stmt &stmt, const ErrnoState &state) {
    const auto *assignment =
        isErrno(stmt) ? view.enclosing<BinaryOperator>(&stmt) : nullptr;
    const bool written = assignment && assignment->isAssignmentOp() &&
                         ErrnoDomain::assignsErrno(*assignment);
    if (isErrno(stmt) && state.setBy && state.suspension && !written &&
        isAbout(*cast<Expr>(&stmt), *state.setBy, view))
      found.push_back({cast<Expr>(&stmt), state.setBy, state.suspension});
  });
  return found;
}

std::vector<TouchedTwice> touchedTwice(const FunctionView &view, const CFG *graph) {
  std::vector<TouchedTwice> found;
  TouchDomain domain;
  if (!graph)
    return found;
  for (const CFGBlock *block : *graph)
    for (const CFGElement &element : *block)
      if (std::optional<CFGStmt> part = element.getAs<CFGStmt>())
        if (const auto *reference = dyn_cast<DeclRefExpr>(part->getStmt()))
          if (const VarDecl *variable = threadLocal(reference);
              variable && !llvm::is_contained(domain.variables, variable))
            domain.variables.push_back(variable);
  domain.points = pointsOf(view);
  if (domain.variables.empty())
    return found;
  replay(*graph, domain, [&](const Stmt &stmt, const TouchDomain::State &state) {
    const int index = domain.indexOf(stmt);
    if (index >= 0 && state[index].suspension)
      found.push_back({domain.variables[index], state[index].before, cast<Expr>(&stmt),
                       state[index].suspension});
  });
  return found;
}

} // namespace async_tidy
