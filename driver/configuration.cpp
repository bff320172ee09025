// ClangTidy's own providers do the reading; what they would print or swallow (a broken
// file) becomes an error here.

#include "driver/configuration.h"

#include "driver/format.h"
#include "driver/log.h"
#include "driver/paths.h"
#include "driver/vocabulary.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace async_tidy {

namespace tidy = clang::tidy;
using tidy::ClangTidyOptions;

namespace {

constexpr llvm::StringLiteral defaultChecks = "-*,async-*,-async-advice-*";

/// ClangTidy's provider with another reader of files. Its constructor that takes one
/// leaves the file system null in LLVM 19 and crashes on the first file.
class FileProvider final : public tidy::FileOptionsProvider {
public:
  using Reader = std::function<llvm::ErrorOr<ClangTidyOptions>(llvm::MemoryBufferRef)>;
  FileProvider(const ClangTidyOptions &defaults, const ClangTidyOptions &overrides,
               llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files, Reader reader)
      : FileOptionsProvider(tidy::ClangTidyGlobalOptions(), defaults, overrides,
                            std::move(files)) {
    ConfigHandlers = {{".clang-tidy", std::move(reader)}};
  }
};

/// YAML text to options; the first error as one line with its place.
llvm::Expected<ClangTidyOptions> parse(llvm::MemoryBufferRef text) {
  std::string message;
  llvm::ErrorOr<ClangTidyOptions> options =
      tidy::parseConfigurationWithDiags(text, [&](const llvm::SMDiagnostic &diagnostic) {
        if (message.empty())
          message = fmt::format("{}:{}:{}: {}", text.getBufferIdentifier(),
                                diagnostic.getLineNo(), diagnostic.getColumnNo() + 1,
                                diagnostic.getMessage());
      });
  if (options)
    return std::move(*options);
  if (message.empty())
    message =
        fmt::format("{}: {}", text.getBufferIdentifier(), options.getError().message());
  return failure(message + "; correct the configuration");
}

llvm::Expected<std::optional<ClangTidyOptions>>
fixedOptions(const CheckRequest &request) {
  if (!request.config.empty()) {
    auto options = parse(llvm::MemoryBufferRef(request.config, "--config"));
    if (!options)
      return options.takeError();
    return std::move(*options);
  }
  if (request.configFile.empty())
    return std::nullopt;
  auto text = llvm::MemoryBuffer::getFile(request.configFile, /*IsText=*/true);
  if (!text)
    return failure(
        fmt::format("cannot read the configuration '{}': {}; see --config-file",
                    request.configFile, text.getError().message()));
  auto options = parse(**text);
  if (!options)
    return options.takeError();
  return std::move(*options);
}

} // namespace

llvm::Expected<Configuration> Configuration::load(const CheckRequest &request) {
  ClangTidyOptions defaults = ClangTidyOptions::getDefaults();
  defaults.Checks = defaultChecks.str();
  defaults.HeaderFilterRegex.reset();
  ClangTidyOptions overrides;
  if (!request.checks.empty()) {
    if (llvm::Error error = validateGlobs(request.checks))
      return std::move(error);
    overrides.Checks = request.checks;
  }
  if (!request.models.empty()) {
    std::vector<std::string> models;
    for (const std::string &path : request.models)
      models.push_back(absolutePath(path));
    overrides.CheckOptions[modelsOption].Value = llvm::join(models, ";");
  }
  auto fixed = fixedOptions(request);
  if (!fixed)
    return fixed.takeError();

  Configuration configuration(std::move(defaults), std::move(overrides));
  configuration.fixed_ = std::move(*fixed);
  return configuration;
}

std::unique_ptr<tidy::ClangTidyOptionsProvider>
Configuration::makeProvider(const ClangTidyOptions &defaults,
                            const ClangTidyOptions &overrides,
                            llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files,
                            std::vector<std::string> *errors) const {
  if (fixed_)
    return std::make_unique<tidy::ConfigOptionsProvider>(
        tidy::ClangTidyGlobalOptions(), defaults, *fixed_, overrides, files);
  auto read = [errors](llvm::MemoryBufferRef text) -> llvm::ErrorOr<ClangTidyOptions> {
    llvm::Expected<ClangTidyOptions> options = parse(text);
    if (options)
      return std::move(*options);
    if (errors)
      errors->push_back(llvm::toString(options.takeError()));
    else
      llvm::consumeError(options.takeError());
    return std::error_code(); // "no error" keeps ClangTidy from printing its own line
  };
  return std::make_unique<FileProvider>(defaults, overrides, files, read);
}

std::unique_ptr<tidy::ClangTidyOptionsProvider>
Configuration::provider(llvm::StringRef models,
                        llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files) const {
  ClangTidyOptions defaults = defaults_, overrides = overrides_;
  defaults.HeaderFilterRegex = ".*";
  overrides.CheckOptions[modelsOption].Value = models.str();
  return makeProvider(defaults, overrides, std::move(files), /*errors=*/nullptr);
}

llvm::Expected<ClangTidyOptions> Configuration::optionsFor(llvm::StringRef file) const {
  // A fresh provider each time: its cache would hide a broken file from the second
  // caller.
  std::vector<std::string> errors;
  ClangTidyOptions options =
      makeProvider(defaults_, overrides_, llvm::vfs::getRealFileSystem(), &errors)
          ->getOptions(file);
  if (!errors.empty())
    return failure(errors.front());
  if (llvm::Error error = validateOptions(options))
    return std::move(error);
  return options;
}

} // namespace async_tidy
