// One loop that never blocks on a single worker: it waits for all pipes, the next
// deadline and the user at once.

#include "driver/workers.h"

#include "driver/interrupt.h"
#include "driver/worker-process.h"

#include "llvm/ADT/STLExtras.h"

#include <optional>
#include <poll.h>
#include <vector>

namespace async_tidy {
namespace {

using Clock = std::chrono::steady_clock;

class Pool {
public:
  Pool(llvm::ArrayRef<size_t> numbers, llvm::function_ref<std::string(size_t)> job,
       const WorkerLimits &limits, llvm::function_ref<void(size_t, JobOutcome)> finished)
      : waiting_(numbers), job_(job), limits_(limits), finished_(finished) {}

  bool run() {
    while (!waiting_.empty() || !running_.empty()) {
      if (interrupt_.isInterrupted())
        return false; // the workers' destructors end them
      startMore();
      wait();
      collect();
      stopLate();
    }
    return true;
  }

private:
  struct Running {
    size_t number;
    std::unique_ptr<WorkerProcess> process;
    Clock::time_point deadline;
  };

  void startMore() {
    while (!waiting_.empty() && running_.size() < limits_.jobs) {
      const size_t number = waiting_.front();
      auto process =
          WorkerProcess::start([&] { return job_(number); }, limits_.memoryMiB);
      if (!process && !running_.empty()) {
        llvm::consumeError(process.takeError()); // later, when another has ended
        return;
      }
      waiting_ = waiting_.drop_front();
      if (process)
        running_.push_back(
            {number, std::move(*process),
             limits_.timeout.count() ? Clock::now() + limits_.timeout : never});
      else
        finished_(number, {"", llvm::toString(process.takeError())});
    }
  }

  static constexpr Clock::time_point never = Clock::time_point::max();

  /// Until something can be read, a deadline passes, or the user interrupts.
  void wait() {
    if (running_.empty())
      return;
    std::vector<pollfd> pipes{{interrupt_.descriptor(), POLLIN, 0}};
    Clock::time_point next = never;
    for (const Running &worker : running_) {
      pipes.push_back({worker.process->resultPipe(), POLLIN, 0});
      pipes.push_back({worker.process->errorPipe(), POLLIN, 0});
      next = std::min(next, worker.deadline);
    }
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(next - Clock::now()).count();
    constexpr decltype(left) longest = 60'000, none = 0;
    poll(pipes.data(), pipes.size(), std::clamp(left, none, longest));
  }

  void collect() {
    for (size_t i = 0; i < running_.size();) {
      if (!running_[i].process->read()) {
        ++i;
        continue;
      }
      Running ended = std::move(running_[i]);
      running_.erase(running_.begin() + i);
      JobOutcome outcome;
      if (ended.process->finish())
        outcome.result = ended.process->takeResult();
      else
        outcome.failure = describe(ended.process->takeEnd());
      finished_(ended.number, std::move(outcome));
    }
  }

  void stopLate() {
    constexpr std::chrono::seconds grace(1);
    const Clock::time_point now = Clock::now();
    for (Running &worker : running_)
      if (worker.deadline <= now) {
        worker.process->stop();
        worker.deadline = now + grace;
      }
  }

  InterruptGuard interrupt_;
  llvm::ArrayRef<size_t> waiting_;
  llvm::function_ref<std::string(size_t)> job_;
  WorkerLimits limits_;
  llvm::function_ref<void(size_t, JobOutcome)> finished_;
  std::vector<Running> running_;
};

} // namespace

bool runInWorkers(llvm::ArrayRef<size_t> numbers,
                  llvm::function_ref<std::string(size_t)> job, const WorkerLimits &limits,
                  llvm::function_ref<void(size_t, JobOutcome)> finished) {
  return Pool(numbers, job, limits, finished).run();
}

} // namespace async_tidy
