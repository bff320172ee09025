// Which checks with which options run on a file: `.clang-tidy` files, as clang-tidy reads
// them, between our defaults and the command line.
#pragma once

#include "driver/command-line.h"

#include "clang-tidy/ClangTidyOptions.h"

#include <map>
#include <memory>

namespace async_tidy {

/// The project-wide option that names model files.
constexpr llvm::StringLiteral modelsOption = "async-tidy.Models";

/// The project-wide option that makes no difference between our headers and others'.
constexpr llvm::StringLiteral foreignHeadersOption = "async-tidy.ForeignHeaders";

class Configuration {
public:
  /// Reads what the command line gives; wrong use is an error.
  static llvm::Expected<Configuration> load(const CheckRequest &request);

  /// The effective options of a file. A broken `.clang-tidy` above it, or one that names
  /// unknown checks or options, is an error that names the configuration.
  llvm::Expected<clang::tidy::ClangTidyOptions> optionsFor(llvm::StringRef file) const;

  /// The same options as an engine wants them, with every header let through: which
  /// headers belong to the project is ours to say, when `.clang-tidy` does not.
  /// `models` takes the place of `async-tidy.Models`. `.clang-tidy` files are read
  /// through `files`, where relative paths start at its current folder.
  std::unique_ptr<clang::tidy::ClangTidyOptionsProvider>
  provider(llvm::StringRef models,
           llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files) const;

private:
  Configuration(clang::tidy::ClangTidyOptions defaults,
                clang::tidy::ClangTidyOptions overrides)
      : defaults_(std::move(defaults)), overrides_(std::move(overrides)) {}

  std::unique_ptr<clang::tidy::ClangTidyOptionsProvider>
  makeProvider(const clang::tidy::ClangTidyOptions &defaults,
               const clang::tidy::ClangTidyOptions &overrides,
               llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files,
               std::vector<std::string> *errors) const;

  clang::tidy::ClangTidyOptions defaults_;
  clang::tidy::ClangTidyOptions overrides_;
  /// Of `--config` or `--config-file`: `.clang-tidy` files are not looked for.
  std::optional<clang::tidy::ClangTidyOptions> fixed_;
};

} // namespace async_tidy
