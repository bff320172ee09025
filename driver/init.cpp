#include "driver/init.h"

#include "core/embedded.h"
#include "driver/files.h"
#include "driver/format.h"
#include "driver/git.h"
#include "driver/log.h"
#include "driver/paths.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace async_tidy {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace {

struct Template {
  llvm::StringLiteral stem;      ///< In `driver/init/`.
  llvm::StringLiteral file;      ///< In the project.
  llvm::StringLiteral advice;    ///< What to do if the file is there without us.
  llvm::StringLiteral next = ""; ///< What to do when it is written.
};

constexpr Template configuration = {"clang-tidy", ".clang-tidy",
                                    "add 'async-*' to its Checks"};
constexpr Template hook = {"pre-commit", ".pre-commit-config.yaml",
                           "add the hook that docs/pre-commit.md shows"};
constexpr Template gitHub = {"github", ".github/workflows/async-tidy.yml",
                             "see docs/ci.md"};
constexpr Template gitLab = {"gitlab", ".gitlab/async-tidy.yml", "see docs/ci.md",
                             "; include it in .gitlab-ci.yml"};

std::string repositoryAround(const std::string &folder) {
  for (llvm::StringRef above = folder; !above.empty(); above = path::parent_path(above))
    if (fs::exists(above + "/.git"))
      return above.str();
  return folder;
}

bool usesGitLab(const std::string &root) {
  if (fs::exists(root + "/.gitlab-ci.yml"))
    return true;
  llvm::Expected<std::string> remotes = git(root, {"remote", "--verbose"});
  if (remotes)
    return llvm::StringRef(*remotes).contains("gitlab");
  llvm::consumeError(remotes.takeError());
  return false;
}

llvm::StringRef textOf(llvm::StringRef stem) {
  for (const EmbeddedText &text : embeddedTemplates())
    if (text.stem == stem)
      return text.text;
  return "";
}

/// One line on what happened.
llvm::Expected<std::string> place(const Template &wanted, const std::string &root) {
  const std::string file = absolutePath(wanted.file, root);
  if (auto text = llvm::MemoryBuffer::getFile(file))
    return (*text)->getBuffer().contains("async-")
               ? fmt::format("kept     {}\n", wanted.file)
               : fmt::format("kept     {}: it does not mention async-tidy; {}\n",
                             wanted.file, wanted.advice);
  if (fs::exists(file))
    return failure(fmt::format("cannot read '{}'; look at its permissions", file));
  fs::create_directories(path::parent_path(file));
  if (llvm::Error error = writeFile(file, textOf(wanted.stem)))
    return failure(
        fmt::format("cannot write '{}': {}", file, llvm::toString(std::move(error))));
  return fmt::format("wrote    {}{}\n", wanted.file, wanted.next);
}

} // namespace

llvm::Expected<std::string> initProject() {
  const std::string root = repositoryAround(currentFolder());
  std::string report;
  for (const Template &wanted :
       {configuration, hook, usesGitLab(root) ? gitLab : gitHub}) {
    llvm::Expected<std::string> line = place(wanted, root);
    if (!line)
      return line.takeError();
    report += *line;
  }
  return report +
         "Next: configure the build with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, "
         "build, and run `async-tidy`. If there are many old findings, "
         "`async-tidy --write-baseline=FILE` lets you begin with the new ones.\n";
}

} // namespace async_tidy
