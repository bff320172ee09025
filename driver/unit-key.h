// What decides, besides the files that are read, what the analysis of a unit finds.
#pragma once

#include "driver/digest.h"
#include "driver/plan.h"

namespace async_tidy {

/// Kept apart, so that a changed one can be named.
struct UnitKey {
  Digest tool{};          ///< The code that runs: ours, Clang's, LLVM's.
  Digest configuration{}; ///< `.clang-tidy` and command line, resolved.
  Digest models{};        ///< Contents of the user's model files.
  Digest command{};       ///< File, compile command, and environment of the compiler.

  Digest all() const {
    return Hasher().add(tool).add(configuration).add(models).add(command).take();
  }
};

/// Computes keys in which paths below the root are relative.
class UnitKeys {
public:
  UnitKeys(std::string root, llvm::StringRef resourceDir);

  UnitKey of(const Unit &unit);
  const Digest &tool() const { return tool_; }

private:
  std::string withoutRoot(llvm::StringRef text) const;
  Digest modelsOf(llvm::StringRef files);

  std::string root_;
  Digest tool_;
  llvm::StringMap<Digest> models_;
};

} // namespace async_tidy
