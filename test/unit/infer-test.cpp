// Roles from structure: classes in other people's styles, none of them named by a model.

#include "model/resolve.h"
#include "testing.h"

namespace async_tidy {
namespace {

using ::testing::Eq;
using ::testing::IsNull;
using ::testing::Not;
using ::testing::NotNull;

class Infer : public ::testing::Test {
protected:
  /// The facts on class `name` of the snippet, null if it has no role.
  const TypeFacts *facts(llvm::StringRef code, llvm::StringRef name) {
    unit_ = testing::parse(code);
    if (!unit_) {
      ADD_FAILURE() << "the snippet does not parse";
      return nullptr;
    }
    roles_ = std::make_unique<Resolver>(unit_->getASTContext(), ModelSet::embedded());
    const auto *record = testing::find<clang::CXXRecordDecl>(*unit_, name);
    EXPECT_THAT(record, NotNull());
    return roles_->type(record);
  }

  /// The facts on the type of variable `name`.
  const TypeFacts *factsOfVariable(llvm::StringRef code, llvm::StringRef name) {
    facts(code.str() + "\nstruct Unused;", "Unused");
    const auto *variable = testing::find<clang::VarDecl>(*unit_, name);
    EXPECT_THAT(variable, NotNull());
    return variable ? roles_->type(variable->getType()) : nullptr;
  }

  std::unique_ptr<clang::ASTUnit> unit_;
  std::unique_ptr<Resolver> roles_;
};

TEST_F(Infer, lazyTaskNeverRunsWhenDropped) {
  const TypeFacts *task =
      factsOfVariable("#include \"home/task.h\"\nextern home::Task<int> theTask;\n"
                      "using Complete = decltype(sizeof(theTask));",
                      "theTask");
  ASSERT_THAT(task, NotNull());
  ASSERT_TRUE(task->task);
  EXPECT_EQ(task->task->start, Start::Lazy);
  EXPECT_EQ(task->task->drop, Drop::NeverRuns);
}

TEST_F(Infer, eagerTaskWhoseDestructorDestroysTheFrameIsCancelled) {
  const TypeFacts *task =
      factsOfVariable("#include \"home/task.h\"\nextern home::EagerTask<int> theTask;\n"
                      "using Complete = decltype(sizeof(theTask));",
                      "theTask");
  ASSERT_THAT(task, NotNull());
  ASSERT_TRUE(task->task);
  EXPECT_EQ(task->task->start, Start::Eager);
  EXPECT_EQ(task->task->drop, Drop::Cancels);
}

TEST_F(Infer, emptyTaskTypeIsMadeToBeDropped) {
  const TypeFacts *task = facts("#include \"home/task.h\"\n", "home::Detached");
  ASSERT_THAT(task, NotNull());
  ASSERT_TRUE(task->task);
  EXPECT_EQ(task->task->drop, Drop::Harmless);
}

TEST_F(Infer, promiseTypeMayBeAnAliasOfACrtpPromise) {
  const TypeFacts *task = facts(R"cpp(
    #include <coroutine>
    template <class Derived> struct PromiseBase {
      std::suspend_always initial_suspend() noexcept { return {}; }
      std::suspend_always final_suspend() noexcept { return {}; }
      void unhandled_exception() {}
      void return_void() {}
    };
    struct Job;
    struct JobPromise : PromiseBase<JobPromise> { Job get_return_object(); };
    struct Job { using promise_type = JobPromise; void *frame; };
  )cpp",
                                "Job");
  ASSERT_THAT(task, NotNull());
  ASSERT_TRUE(task->task);
  EXPECT_EQ(task->task->start, Start::Lazy);
}

TEST_F(Infer, yieldingTypeThatCannotBeAwaitedIsAGenerator) {
  const TypeFacts *generator =
      factsOfVariable("#include \"home/task.h\"\nextern home::Generator<int> theGenerator;\n"
                      "using Complete = decltype(sizeof(theGenerator));",
                      "theGenerator");
  ASSERT_THAT(generator, NotNull());
  EXPECT_TRUE(generator->generator);
  EXPECT_FALSE(generator->task);
}

TEST_F(Infer, freeCoAwaitOperatorMakesAnAwaitable) {
  const TypeFacts *delay = facts(R"cpp(
    #include <coroutine>
    namespace net {
    struct Delay { int ms; };
    std::suspend_always operator co_await(Delay);
    }
  )cpp",
                                 "net::Delay");
  ASSERT_THAT(delay, NotNull());
  EXPECT_TRUE(delay->awaitable);
}

TEST_F(Infer, constantReadyAwaiterNeverSuspends) {
  const TypeFacts *ready = facts(R"cpp(
    struct Ready {
      bool await_ready() const noexcept { return true; }
      template <class H> void await_suspend(H) {}
      int await_resume() { return 1; }
    };
  )cpp",
                                 "Ready");
  ASSERT_THAT(ready, NotNull());
  EXPECT_TRUE(ready->awaitable->neverSuspends);
}

TEST_F(Infer, spinLockIsAThreadMutex) {
  const TypeFacts *mutex =
      facts("class Spin { public: void lock(); void unlock(); bool try_lock(); };", "Spin");
  ASSERT_THAT(mutex, NotNull());
  ASSERT_TRUE(mutex->mutex);
  EXPECT_FALSE(mutex->mutex->async);
}

TEST_F(Infer, awaitableLockMakesAnAsyncMutex) {
  const TypeFacts *mutex = facts("#include \"home/task.h\"\n", "home::AsyncMutex");
  ASSERT_THAT(mutex, NotNull());
  ASSERT_TRUE(mutex->mutex);
  EXPECT_TRUE(mutex->mutex->async);
}

TEST_F(Infer, weakPointerLikeLockIsNoMutex) {
  EXPECT_THAT(facts("struct Weak { int *lock() const; bool expired() const; };", "Weak"),
              IsNull());
}

TEST_F(Infer, classThatUnlocksInItsDestructorIsAGuard) {
  const TypeFacts *guard = facts(R"cpp(
    #include <mutex>
    class MutexLock {
    public:
      explicit MutexLock(std::mutex &m) : mutex_(m) { mutex_.lock(); }
      ~MutexLock() { mutex_.unlock(); }
    private:
      std::mutex &mutex_;
    };
  )cpp",
                                 "MutexLock");
  ASSERT_THAT(guard, NotNull());
  ASSERT_TRUE(guard->guard);
  EXPECT_FALSE(guard->guard->async);
}

TEST_F(Infer, guardWithUnseenDestructorIsKnownByItsOnlyField) {
  const TypeFacts *guard = facts(R"cpp(
    #include <mutex>
    class MutexLock {
    public:
      explicit MutexLock(std::mutex &m);
      ~MutexLock();
    private:
      std::mutex &mutex_;
    };
  )cpp",
                                 "MutexLock");
  ASSERT_THAT(guard, NotNull());
  EXPECT_TRUE(guard->guard);
}

TEST_F(Infer, workerThatKeepsAMutexIsNoGuard) {
  EXPECT_THAT(facts(R"cpp(
    #include <mutex>
    class Worker {
    public:
      explicit Worker(std::mutex &m) : mutex_(m) {}
      ~Worker() { stop(); }
      void stop();
    private:
      std::mutex &mutex_;
      int state_ = 0;
    };
  )cpp",
                    "Worker"),
              IsNull());
}

TEST_F(Infer, queueOfCallablesWithThreadsIsAPool) {
  const TypeFacts *pool = facts(R"cpp(
    #include <functional>
    #include <deque>
    #include <thread>
    #include <vector>
    class Workers {
    public:
      void submit(std::function<void()> job);
    private:
      std::vector<std::thread> threads_;
      std::deque<std::function<void()>> jobs_;
    };
  )cpp",
                                "Workers");
  ASSERT_THAT(pool, NotNull());
  ASSERT_TRUE(pool->executor);
  EXPECT_EQ(pool->executor->kind, ExecutorKind::Pool);
}

TEST_F(Infer, queueOfCallablesWithARunMethodIsALoop) {
  const TypeFacts *loop = facts(R"cpp(
    #include <functional>
    #include <deque>
    class Loop {
    public:
      void run();
      void post(std::function<void()> job);
    private:
      std::deque<std::function<void()>> jobs_;
    };
  )cpp",
                                "Loop");
  ASSERT_THAT(loop, NotNull());
  ASSERT_TRUE(loop->executor);
  EXPECT_EQ(loop->executor->kind, ExecutorKind::Loop);
}

TEST_F(Infer, signalWithHandlersIsNoExecutor) {
  EXPECT_THAT(facts(R"cpp(
    #include <functional>
    #include <vector>
    class Signal {
    public:
      void connect(std::function<void()> handler);
      void emit();
    private:
      std::vector<std::function<void()>> handlers_;
    };
  )cpp",
                    "Signal"),
              IsNull());
}

TEST_F(Infer, plainClassHasNoRole) {
  EXPECT_THAT(facts("struct Point { int x, y; };", "Point"), IsNull());
}

TEST_F(Infer, guardDecidesByTheMutexNotByTheGuard) {
  constexpr llvm::StringLiteral code = R"cpp(
    #include "home/task.h"
    #include <mutex>
    extern std::unique_lock<std::mutex> blocking;
    extern std::unique_lock<home::AsyncMutex> suspending;
    using A = decltype(sizeof(blocking));
    using B = decltype(sizeof(suspending));
  )cpp";
  factsOfVariable(code, "blocking");
  EXPECT_TRUE(roles_->isThreadGuard(
      testing::find<clang::VarDecl>(*unit_, "blocking")->getType()));
  EXPECT_FALSE(roles_->isThreadGuard(
      testing::find<clang::VarDecl>(*unit_, "suspending")->getType()));
}

} // namespace
} // namespace async_tidy
