// A textual search: it reads #include lines and resolves them against the including
// file's folder and the -I options. Conditions and macros are not evaluated, so it may
// name a file that includes the header only in another configuration; it never misses a
// plain one.

#include "driver/includers.h"

#include "driver/paths.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/LineIterator.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace async_tidy {

namespace path = llvm::sys::path;

namespace {

std::vector<std::string> includeFolders(const clang::tooling::CompileCommand &command) {
  std::vector<std::string> folders;
  const auto &line = command.CommandLine;
  for (size_t i = 0; i < line.size(); ++i) {
    llvm::StringRef argument = line[i];
    for (llvm::StringRef option : {"-I", "-iquote", "-isystem"}) {
      if (!argument.consume_front(option))
        continue;
      if (argument.empty() && i + 1 < line.size())
        argument = line[++i];
      folders.push_back(absolutePath(argument, command.Directory));
      break;
    }
  }
  return folders;
}

/// `foo.h` of `#include "foo.h"`, else empty.
llvm::StringRef includedName(llvm::StringRef line) {
  line = line.ltrim();
  if (!line.consume_front("#"))
    return "";
  line = line.ltrim();
  if (!line.consume_front("include"))
    return "";
  line = line.ltrim();
  if (line.consume_front("\""))
    return line.split('"').first;
  return line.consume_front("<") ? line.split('>').first : "";
}

/// Follows the includes of one translation unit, within the project only.
class IncludeWalk {
public:
  IncludeWalk(const Project &project, llvm::StringRef wanted, std::string mainFile)
      : project_(project), wanted_(wanted),
        folders_(includeFolders(project.commandsFor(mainFile).front())), pending_{std::move(
                                                                    mainFile)} {}

  bool reachesWanted() {
    while (!pending_.empty()) {
      const std::string file = std::move(pending_.back());
      pending_.pop_back();
      if (includesWanted(file))
        return true;
    }
    return false;
  }

private:
  bool includesWanted(const std::string &file) {
    auto text = llvm::MemoryBuffer::getFile(file, /*IsText=*/true);
    if (!text)
      return false;
    for (llvm::line_iterator line(**text); !line.is_at_eof(); ++line)
      if (const llvm::StringRef name = includedName(*line); !name.empty())
        if (follow(name, path::parent_path(file)))
          return true;
    return false;
  }

  bool follow(llvm::StringRef name, llvm::StringRef beside) {
    const std::string sibling = absolutePath(name, beside);
    if (sibling == wanted_)
      return true;
    enqueue(sibling);
    for (const std::string &folder : folders_) {
      const std::string candidate = absolutePath(name, folder);
      if (candidate == wanted_)
        return true;
      enqueue(candidate);
    }
    return false;
  }

  void enqueue(const std::string &file) {
    if (isInside(file, project_.root()) && seen_.insert(file).second &&
        llvm::sys::fs::exists(file))
      pending_.push_back(file);
  }

  const Project &project_;
  llvm::StringRef wanted_;
  std::vector<std::string> folders_;
  std::vector<std::string> pending_;
  llvm::StringSet<> seen_;
};

} // namespace

std::string findIncluder(const Project &project, const std::string &header) {
  std::vector<std::string> files = project.files();
  const llvm::StringRef folder = path::parent_path(header);
  llvm::sort(files, [&](const std::string &left, const std::string &right) {
    const bool near = isInside(left, folder), otherNear = isInside(right, folder);
    return near != otherNear ? near : left < right;
  });
  for (const std::string &file : files)
    if (IncludeWalk(project, header, file).reachesWanted())
      return file;
  return "";
}

} // namespace async_tidy
