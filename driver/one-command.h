// A compilation database with one command, for a tool that runs on one file.
#pragma once

#include "clang/Tooling/CompilationDatabase.h"

namespace async_tidy {

class OneCommand final : public clang::tooling::CompilationDatabase {
public:
  explicit OneCommand(clang::tooling::CompileCommand command)
      : command_(std::move(command)) {}

  std::vector<clang::tooling::CompileCommand>
  getCompileCommands(llvm::StringRef) const override {
    return {command_};
  }

private:
  clang::tooling::CompileCommand command_;
};

} // namespace async_tidy
