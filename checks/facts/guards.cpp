#include "facts/guards.h"

#include "model/names.h"
#include "view/constant.h"
#include "view/memory.h"

namespace async_tidy {

using namespace clang;

namespace {

Comparison opposite(Comparison comparison) {
  switch (comparison) {
  case Comparison::Equal:
    return Comparison::NotEqual;
  case Comparison::NotEqual:
    return Comparison::Equal;
  case Comparison::Less:
    return Comparison::GreaterEqual;
  case Comparison::GreaterEqual:
    return Comparison::Less;
  case Comparison::Greater:
    return Comparison::LessEqual;
  case Comparison::LessEqual:
    return Comparison::Greater;
  }
  llvm_unreachable("all comparisons have an opposite");
}

std::optional<Comparison> comparisonOf(BinaryOperatorKind op) {
  switch (op) {
  case BO_EQ:
    return Comparison::Equal;
  case BO_NE:
    return Comparison::NotEqual;
  case BO_LT:
    return Comparison::Less;
  case BO_LE:
    return Comparison::LessEqual;
  case BO_GT:
    return Comparison::Greater;
  case BO_GE:
    return Comparison::GreaterEqual;
  default:
    return std::nullopt;
  }
}

bool holds(Comparison comparison, int64_t left, int64_t right) {
  switch (comparison) {
  case Comparison::Equal:
    return left == right;
  case Comparison::NotEqual:
    return left != right;
  case Comparison::Less:
    return left < right;
  case Comparison::LessEqual:
    return left <= right;
  case Comparison::Greater:
    return left > right;
  case Comparison::GreaterEqual:
    return left >= right;
  }
  llvm_unreachable("all comparisons are decided");
}

class GuardFinder {
public:
  explicit GuardFinder(const FunctionView &view) : view_(view) {}

  std::vector<Guard> find(const Stmt &stmt) {
    const Stmt *child = &stmt;
    for (const Stmt *parent = view_.parentOf(child); parent;
         child = parent, parent = view_.parentOf(parent)) {
      if (const auto *branch = dyn_cast<IfStmt>(parent)) {
        if (child == branch->getThen() || child == branch->getElse())
          add(*branch->getCond(), child == branch->getThen());
      } else if (const auto *choice = dyn_cast<ConditionalOperator>(parent)) {
        if (child != choice->getCond())
          add(*choice->getCond(), child == choice->getTrueExpr());
      } else if (const auto *block = dyn_cast<CompoundStmt>(parent)) {
        addEarlyExits(*block, *child);
      }
    }
    return std::move(guards_);
  }

private:
  /// `if (!block) return;`
  void addEarlyExits(const CompoundStmt &block, const Stmt &until) {
    for (const Stmt *stmt : block.body()) {
      if (stmt == &until)
        return;
      const auto *branch = dyn_cast<IfStmt>(stmt);
      if (branch && !branch->getElse() && leaves(*branch->getThen()))
        add(*branch->getCond(), false);
    }
  }

  static bool leaves(const Stmt &stmt) {
    if (const auto *block = dyn_cast<CompoundStmt>(&stmt))
      return !block->body_empty() && leaves(*block->body_back());
    const auto *expr = dyn_cast<Expr>(&stmt);
    return isa<ReturnStmt, CoreturnStmt>(stmt) ||
           isa_and_nonnull<CXXThrowExpr>(expr ? stripped(expr) : nullptr);
  }

  void add(const Expr &written, bool outcome) {
    const Expr *condition = stripped(&written);
    if (const auto *negation = dyn_cast<UnaryOperator>(condition);
        negation && negation->getOpcode() == UO_LNot)
      return add(*negation->getSubExpr(), !outcome);
    const auto *binary = dyn_cast<BinaryOperator>(condition);
    if (!binary)
      return addComparison(*condition, outcome ? Comparison::NotEqual : Comparison::Equal,
                           0);
    if (binary->getOpcode() == (outcome ? BO_LAnd : BO_LOr)) {
      add(*binary->getLHS(), outcome);
      return add(*binary->getRHS(), outcome);
    }
    const std::optional<Comparison> comparison = comparisonOf(binary->getOpcode());
    if (!comparison)
      return;
    if (std::optional<int64_t> value =
            constantValue(binary->getRHS(), view_.function().getASTContext()))
      addComparison(*binary->getLHS(), outcome ? *comparison : opposite(*comparison),
                    *value);
  }

  void addComparison(const Expr &operand, Comparison comparison, int64_t value) {
    const auto *reference = dyn_cast<DeclRefExpr>(stripped(&operand));
    const auto *parameter =
        reference ? dyn_cast<ParmVarDecl>(reference->getDecl()) : nullptr;
    if (!parameter || parameter->getDeclContext() != &view_.function() ||
        llvm::any_of(view_.uses(*parameter), [&](const Expr *use) {
          return isWrite(touchOf(*use, view_)); // no longer the argument
        }))
      return;
    guards_.push_back({parameter->getFunctionScopeIndex(), comparison, value});
  }

  const FunctionView &view_;
  std::vector<Guard> guards_;
};

} // namespace

std::vector<Guard> guardsOf(const Stmt &stmt, const FunctionView &view) {
  return GuardFinder(view).find(stmt);
}

std::vector<KnownArgument> knownArguments(const Expr &expr, const ASTContext &context) {
  llvm::ArrayRef<const Expr *> arguments;
  if (const auto *construct = dyn_cast<CXXConstructExpr>(&expr))
    arguments = {construct->getArgs(), construct->getNumArgs()};
  else if (const auto *call = dyn_cast<CallExpr>(&expr))
    arguments = {call->getArgs(), call->getNumArgs()};
  const auto *op = dyn_cast<CXXOperatorCallExpr>(&expr);
  if (op && isa_and_nonnull<CXXMethodDecl>(op->getDirectCallee()))
    arguments = arguments.drop_front();
  std::vector<KnownArgument> known;
  for (const auto &[index, argument] : llvm::enumerate(arguments))
    if (std::optional<int64_t> value = constantValue(argument, context))
      known.push_back({static_cast<unsigned>(index), *value});
  return known;
}

bool excludes(llvm::ArrayRef<KnownArgument> arguments, llvm::ArrayRef<Guard> guards) {
  return llvm::any_of(guards, [&](const Guard &guard) {
    return llvm::any_of(arguments, [&](const KnownArgument &argument) {
      return argument.parameter == guard.parameter &&
             !holds(guard.comparison, argument.value, guard.value);
    });
  });
}

} // namespace async_tidy
