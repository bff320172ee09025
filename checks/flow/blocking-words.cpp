#include "flow/blocking-words.h"

#include "llvm/ADT/STLExtras.h"

namespace async_tidy {

static constexpr BlockingWords allWords[] = {
    {BlockingKind::Sleep, "for the whole delay", "sleep"},
    {BlockingKind::Network, "until the peer acts", "network"},
    {BlockingKind::Dns, "until the name is resolved", "dns"},
    {BlockingKind::File, "until the disk is done", "file"},
    {BlockingKind::Stdin, "until somebody types", "stdin"},
    {BlockingKind::Process, "until the process is done", "process"},
    {BlockingKind::Database, "until the database answers", "database"},
    {BlockingKind::Lock, "until the lock is free", "mutex"},
    {BlockingKind::Wait, "until it returns", "offload"},
    {BlockingKind::Join, "until the thread ends", "wait"},
    {BlockingKind::Poll, "until a descriptor is ready", "await"},
    {BlockingKind::RunLoop, "until the inner loop ends", "await"},
    {BlockingKind::Log, "until the line is written", "offload"},
    {BlockingKind::Cpu, "while it computes", "offload"},
};

const BlockingWords &blockingWords(BlockingKind kind) {
  return *llvm::find_if(allWords,
                        [&](const BlockingWords &words) { return words.kind == kind; });
}

std::vector<std::string> kindsThatStallLoops() {
  return {"sleep",    "network", "dns",  "stdin", "process",
          "database", "wait",    "join", "poll",  "run-loop"};
}

} // namespace async_tidy
