// A fork of the warmed-up parent: libraries are linked, models and checks are loaded, and
// nothing of that is paid for again. Its memory goes with it.

#include "driver/worker-process.h"

#include "driver/format.h"
#include "driver/log.h"

#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/thread.h"

#include <csignal>
#include <fcntl.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace async_tidy {
namespace {

/// Deep nesting recurses in the parser and in every visitor. Only what is used costs.
constexpr unsigned stackSize = 256u << 20;
constexpr size_t noLimit = ~size_t(0);
/// A message is at the start or at the end; a job that prints without end is cut.
constexpr size_t saidLimit = 1 << 20;

/// Both ends, or -1 twice.
struct PipeEnds {
  PipeEnds() {
    if (pipe2(ends, O_CLOEXEC) != 0)
      ends[0] = ends[1] = -1;
  }
  void close() const {
    ::close(ends[0]);
    ::close(ends[1]);
  }
  int ends[2];
};

/// The parent decides on signals that reach the whole process group.
void leaveSignalsToParent(pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent)
    _exit(1); // it died before we asked
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE})
    std::signal(signal, SIG_IGN);
}

/// Standard output is the report's; whatever is printed goes to the parent.
void redirectStandardStreams(int said) {
  const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
  dup2(null, STDIN_FILENO);
  dup2(said, STDOUT_FILENO);
  dup2(said, STDERR_FILENO);
}

/// Data and anonymous memory, as the kernel counts it; files that are mapped are free.
void limitMemory(unsigned mebibytes) {
  llvm::install_out_of_memory_new_handler();
  if (mebibytes == 0)
    return;
  const rlim_t bytes = (rlim_t(mebibytes) << 20) + stackSize;
  const rlimit limit{bytes, bytes};
  setrlimit(RLIMIT_DATA, &limit);
}

void writeAll(int descriptor, llvm::StringRef bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR)
      _exit(1);
    bytes = bytes.drop_front(std::max<ssize_t>(written, 0));
  }
}

[[noreturn]] void beWorker(llvm::function_ref<std::string()> job, int result, int said,
                           unsigned memoryMiB, pid_t parent) {
  leaveSignalsToParent(parent);
  redirectStandardStreams(said);
  llvm::sys::Process::PreventCoreFiles();
  limitMemory(memoryMiB);
  std::string bytes;
  llvm::thread thread(std::optional(stackSize), [&] {
    sayLastWords();
    bytes = job();
  });
  // A signal to the process is for the thread that works: it knows where it is.
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
  thread.join();
  writeAll(result, bytes);
  _exit(0); // without destructors: the parent's are not ours to run
}

} // namespace

llvm::Expected<std::unique_ptr<WorkerProcess>>
WorkerProcess::start(llvm::function_ref<std::string()> job, unsigned memoryMiB) {
  const PipeEnds result, said;
  const pid_t parent = getpid();
  const pid_t child = result.ends[1] < 0 || said.ends[1] < 0 ? -1 : fork();
  if (child < 0) {
    const int reason = errno;
    result.close();
    said.close();
    return failure(
        fmt::format("cannot start a worker process: {}; try a smaller -j",
                    std::error_code(reason, std::generic_category()).message()));
  }
  if (child == 0)
    beWorker(job, result.ends[1], said.ends[1], memoryMiB, parent);
  ::close(result.ends[1]);
  ::close(said.ends[1]);
  return std::unique_ptr<WorkerProcess>(
      new WorkerProcess(child, result.ends[0], said.ends[0], memoryMiB));
}

WorkerProcess::WorkerProcess(pid_t process, int result, int said, unsigned memoryMiB)
    : process_(process), result_{result, noLimit, ""}, said_{said, saidLimit, ""},
      isLimited_(memoryMiB != 0) {
  for (const int descriptor : {result, said})
    fcntl(descriptor, F_SETFL, O_NONBLOCK);
}

WorkerProcess::~WorkerProcess() {
  if (process_ > 0) {
    kill(process_, SIGKILL);
    finish();
  }
  result_.close();
  said_.close();
}

void WorkerProcess::Pipe::close() {
  if (descriptor >= 0)
    ::close(descriptor);
  descriptor = -1;
}

void WorkerProcess::Pipe::read() {
  char buffer[64 << 10];
  while (descriptor >= 0) {
    const ssize_t size = ::read(descriptor, buffer, sizeof buffer);
    if (size > 0)
      text.append(buffer, std::min<size_t>(size, limit - std::min(limit, text.size())));
    else if (size == 0)
      close();
    else if (errno != EINTR)
      return;
  }
}

bool WorkerProcess::read() {
  result_.read();
  said_.read();
  return result_.descriptor < 0 && said_.descriptor < 0;
}

void WorkerProcess::stop() {
  kill(process_, isStopped_ ? SIGKILL : SIGXCPU);
  isStopped_ = true;
}

bool WorkerProcess::finish() {
  while (waitpid(process_, &status_, 0) < 0 && errno == EINTR)
    ;
  process_ = -1;
  return !isStopped_ && WIFEXITED(status_) && WEXITSTATUS(status_) == 0;
}

WorkerEnd WorkerProcess::takeEnd() {
  using Reason = WorkerEnd::Reason;
  WorkerEnd end;
  end.reason = WIFSIGNALED(status_) ? Reason::Signalled : Reason::Exited;
  end.code = WIFSIGNALED(status_) ? WTERMSIG(status_) : WEXITSTATUS(status_);
  end.said = std::move(said_.text);
  if (isStopped_)
    end.reason = Reason::TooLong;
  else if (isLimited_ && ranOutOfMemory(end))
    end.reason = Reason::TooMuchMemory;
  return end;
}

} // namespace async_tidy
