// The threads that objects keep: started by one method, joined by another, or by none.

#include "flow/joinable-threads.h"
#include "model/names.h"

#include "clang/AST/DeclFriend.h"

namespace async_tidy {

using namespace clang;

namespace {

/// Everything that the methods of one class do to one field.
struct FieldHistory {
  LostMember lost{};
  bool ends = false, endsInDestructor = false, unclear = false;
};

class MemberThreads {
public:
  explicit MemberThreads(const TranslationUnit &unit) : unit_(unit) {}

  std::vector<LostMember> find() {
    for (const FunctionView *view : unit_.functions())
      look(*view);
    std::vector<LostMember> found;
    for (const FieldDecl *field : fields_) {
      const FieldHistory &history = histories_[field];
      if (!history.lost.started || history.unclear || history.endsInDestructor)
        continue;
      found.push_back(history.lost);
      found.back().endedElsewhere = history.ends;
    }
    return found;
  }

private:
  /// The class whose method the function is, or is a lambda in.
  static const CXXRecordDecl *classOf(const FunctionView &view) {
    const FunctionView *outermost = &view;
    while (outermost->parent())
      outermost = outermost->parent();
    const auto *method = dyn_cast<CXXMethodDecl>(&outermost->function());
    return method ? method->getParent()->getCanonicalDecl() : nullptr;
  }

  void look(const FunctionView &view) {
    const CXXRecordDecl *owner = classOf(view);
    if (!owner || !keepsThreads(*owner))
      return;
    if (const auto *constructor = dyn_cast<CXXConstructorDecl>(&view.function()))
      for (const CXXCtorInitializer *init : constructor->inits())
        if (init->isMemberInitializer() && histories_.contains(init->getMember()) &&
            init->isWritten() && startsThread(init->getInit(), view, unit_.roles()))
          started(*init->getMember(), *stripped(init->getInit()), view);
    walk(view.body(), view);
  }

  /// Registers the fields that count, the first time a class is seen.
  bool keepsThreads(const CXXRecordDecl &owner) {
    auto [known, isNew] = classes_.try_emplace(&owner, false);
    const CXXRecordDecl *record = owner.getDefinition();
    if (!isNew || !record || record->isDependentContext() || !record->friends().empty())
      return known->second;
    for (const FieldDecl *field : record->fields())
      if (field->getAccess() == AS_private &&
          holdsThreads(field->getType(), unit_.roles()) != HoldsThreads::No) {
        fields_.push_back(field);
        FieldHistory &history = histories_[field];
        history.lost.field = field;
        history.unclear = !isSeen(*record);
        known->second = true;
      }
    return known->second;
  }

  /// Whether every method that somebody wrote has a body here.
  bool isSeen(const CXXRecordDecl &record) const {
    for (const Decl *decl : record.decls()) {
      if (isa<FunctionTemplateDecl, CXXRecordDecl>(decl) && !decl->isImplicit())
        return false; // who knows which instantiations, and what a nested class does
      const auto *method = dyn_cast<CXXMethodDecl>(decl);
      if (!method || method->isImplicit() || method->isDefaulted() ||
          method->isDeleted() || method->isPureVirtual())
        continue;
      const FunctionDecl *definition = method->getDefinition();
      if (!definition || !unit_.view(*definition))
        return false;
    }
    return true;
  }

  void walk(const Stmt *stmt, const FunctionView &view) {
    if (!stmt || isa<LambdaExpr>(stmt))
      return;
    if (const auto *member = dyn_cast<MemberExpr>(stmt))
      if (const auto *field = dyn_cast<FieldDecl>(member->getMemberDecl());
          field && histories_.contains(field))
        mention(*member, *field, view);
    for (const Stmt *child : stmt->children())
      walk(child, view);
  }

  void mention(const MemberExpr &member, const FieldDecl &field,
               const FunctionView &view) {
    FieldHistory &history = histories_[&field];
    switch (threadMention(member, view, unit_.roles())) {
    case ThreadMention::Asks:
      return;
    case ThreadMention::Starts:
      return started(field, member, view);
    case ThreadMention::Ends:
      history.ends = true;
      history.endsInDestructor |=
          isa<CXXDestructorDecl>(view.function()) || isCalledByDestructor(view);
      return;
    case ThreadMention::Unclear:
    case ThreadMention::Escapes:
      history.unclear = true;
    }
  }

  void started(const FieldDecl &field, const Expr &where, const FunctionView &view) {
    LostMember &lost = histories_[&field].lost;
    if (lost.started)
      return;
    lost.started = &where;
    lost.in = &view;
  }

  bool isCalledByDestructor(const FunctionView &view) const {
    const CXXRecordDecl *owner = classOf(view);
    const CXXDestructorDecl *destructor = owner && owner->getDefinition()
                                              ? owner->getDefinition()->getDestructor()
                                              : nullptr;
    const FunctionDecl *definition = destructor ? destructor->getDefinition() : nullptr;
    const FunctionView *body = definition ? unit_.view(*definition) : nullptr;
    // What it calls may call others in turn.
    return body && llvm::any_of(body->calls(), [&](const CallSite &site) {
             return isa_and_nonnull<CXXMethodDecl>(site.callee) &&
                    declaresSameEntity(cast<CXXMethodDecl>(site.callee)->getParent(),
                                       owner);
           });
  }

  const TranslationUnit &unit_;
  llvm::DenseMap<const CXXRecordDecl *, bool> classes_;
  std::vector<const FieldDecl *> fields_;
  llvm::DenseMap<const FieldDecl *, FieldHistory> histories_;
};

} // namespace

std::vector<LostMember> lostMembers(const TranslationUnit &unit) {
  return MemberThreads(unit).find();
}

} // namespace async_tidy
