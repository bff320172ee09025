// A textual search: it reads #include lines and resolves them against the including
// file's folder and the -I options. Conditions and macros are not evaluated, so it may
// name a file that includes the header only in another configuration; it never misses a
// plain one.

#include "driver/includers.h"

#include "driver/paths.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
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

} // namespace

std::vector<std::string> includedNames(const std::string &file) {
  std::vector<std::string> names;
  if (auto text = llvm::MemoryBuffer::getFile(file, /*IsText=*/true))
    for (llvm::line_iterator line(**text); !line.is_at_eof(); ++line)
      if (const llvm::StringRef name = includedName(*line); !name.empty())
        names.push_back(name.str());
  return names;
}

const std::vector<std::string> &Includers::includesOf(const std::string &file) {
  auto [entry, isNew] = names_.try_emplace(file);
  if (isNew)
    entry->second = includedNames(file);
  return entry->second;
}

const std::set<std::string> &Includers::reach(const std::string &mainFile) {
  auto [entry, isNew] = reach_.try_emplace(mainFile);
  std::set<std::string> &seen = entry->second;
  if (!isNew)
    return seen;
  std::vector<std::string> folders =
      includeFolders(project_.commandsFor(mainFile).front());
  std::vector<std::string> pending = {mainFile};
  seen.insert(mainFile);
  while (!pending.empty()) {
    const std::string file = std::move(pending.back());
    pending.pop_back();
    for (const std::string &name : includesOf(file)) {
      const auto follow = [&](llvm::StringRef folder) {
        std::string candidate = absolutePath(name, folder);
        if (isInside(candidate, project_.root()) && !seen.count(candidate) &&
            llvm::sys::fs::exists(candidate)) {
          seen.insert(candidate);
          pending.push_back(std::move(candidate));
        }
      };
      follow(path::parent_path(file));
      for (const std::string &folder : folders)
        follow(folder);
    }
  }
  return seen;
}

std::string Includers::first(const std::string &header) {
  std::vector<std::string> files = project_.files();
  const llvm::StringRef folder = path::parent_path(header);
  llvm::sort(files, [&](const std::string &left, const std::string &right) {
    const bool near = isInside(left, folder), otherNear = isInside(right, folder);
    return near != otherNear ? near : left < right;
  });
  for (const std::string &file : files)
    if (reach(file).count(header))
      return file;
  return "";
}

} // namespace async_tidy
