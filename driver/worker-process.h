// One job in a process of its own: whatever happens to it, its parent goes on.
#pragma once

#include "driver/last-words.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"

#include <memory>
#include <sys/types.h>

namespace async_tidy {

class WorkerProcess {
public:
  /// Forks. The child calls `job`, sends what it returns, and ends. A job that allocates
  /// more than `memoryMiB` dies; 0 means no limit. This process must have one thread.
  static llvm::Expected<std::unique_ptr<WorkerProcess>>
  start(llvm::function_ref<std::string()> job, unsigned memoryMiB);

  /// Ends the child if it still runs.
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess &) = delete;
  WorkerProcess &operator=(const WorkerProcess &) = delete;

  /// The descriptors to wait for; -1 when closed.
  int resultPipe() const { return result_.descriptor; }
  int errorPipe() const { return said_.descriptor; }

  /// Takes what the pipes hold; true when the child has closed both.
  bool read();

  /// Asks it to say where it is and to die; the second time it dies at once.
  void stop();
  bool isStopped() const { return isStopped_; }

  /// Waits for the child, which has closed its pipes. True if it did its job.
  bool finish();

  std::string takeResult() { return std::move(result_.text); }
  WorkerEnd takeEnd();

private:
  struct Pipe {
    int descriptor = -1;
    size_t limit = 0;
    std::string text;
    void read();
    void close();
  };

  WorkerProcess(pid_t process, int result, int said, unsigned memoryMiB);

  pid_t process_;
  Pipe result_, said_;
  bool isLimited_;
  bool isStopped_ = false;
  int status_ = 0;
};

} // namespace async_tidy
