// One function takes A and then B, another takes B and then A. When both run at once,
// each may hold the lock that the other waits for, and neither goes on.

#include "flow/function-check.h"
#include "flow/lock-edges.h"
#include "model/names.h"

#include "llvm/ADT/StringSet.h"

namespace async_tidy {
namespace {

class LockOrder final : public FunctionCheck {
public:
  static constexpr CheckInfo info{
      .name = "async-lock-order",
      .summary = "two locks are taken in opposite orders",
      .severity = Severity::Error,
      .fix = Fix::Suggested,
      .cwe = 833,
  };

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {
    for (LockEdge &edge : lockEdges(view, analysis()))
      edges_.push_back(std::move(edge));
  }

  void checkUnit() override {
    for (size_t later = 0; later != edges_.size(); ++later)
      for (size_t earlier = 0; earlier != later; ++earlier)
        if (isOpposite(edges_[earlier], edges_[later]) && isNew(edges_[later])) {
          explain(edges_[earlier], edges_[later]);
          break;
        }
    edges_.clear();
    reported_.clear();
  }

private:
  static bool isOpposite(const LockEdge &one, const LockEdge &other) {
    // A third lock around both orders keeps them apart.
    return one.first == other.second && one.second == other.first &&
           llvm::none_of(one.outer, [&](const std::string &outer) {
             return llvm::is_contained(other.outer, outer);
           });
  }

  /// One finding for a pair of locks.
  bool isNew(const LockEdge &edge) {
    auto pair = std::minmax(edge.first, edge.second);
    return reported_.insert(pair.first + '\n' + pair.second).second;
  }

  void explain(const LockEdge &before, const LockEdge &edge) {
    report(edge.secondTaken, "'%0' is taken while '%1' is held, elsewhere the other way "
                             "round: a deadlock")
        << fieldOf(edge.second) << fieldOf(edge.first);
    noteOrder(edge, "here");
    noteOrder(before, "elsewhere");
    note(edge.secondTaken,
         "take both at once, as std::scoped_lock does, or in the same order "
         "everywhere");
  }

  void noteOrder(const LockEdge &edge, llvm::StringRef place) {
    note(edge.firstTaken, "%0 '%1' is locked first") << place << fieldOf(edge.first);
    if (edge.callee) {
      note(edge.secondTaken, "then '%0' is called") << displayName(*edge.callee);
      note(edge.inside, "which locks '%0'") << fieldOf(edge.second);
    } else {
      note(edge.secondTaken, "then '%0'") << fieldOf(edge.second);
    }
  }

  /// The part of an identity that a user reads: without class and namespaces.
  static llvm::StringRef fieldOf(llvm::StringRef identity) {
    auto [root, fields] = identity.split('.');
    return fields.empty()
               ? root.rsplit("::").second.empty() ? root : root.rsplit("::").second
               : fields;
  }

  std::vector<LockEdge> edges_;
  llvm::StringSet<> reported_;
};

ASYNC_TIDY_CHECK(LockOrder);

} // namespace
} // namespace async_tidy
