// Anything that is forgotten here is a stale result one day; anything too much is only a
// file that runs once more.

#include "driver/unit-key.h"

#include "driver/paths.h"

#include "llvm/Config/llvm-config.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Process.h"

#include <elf.h>
#include <link.h>

namespace async_tidy {
namespace {

/// The notes that linkers leave as a build's identity.
void addBuildIds(const char *notes, size_t size, Hasher &hasher) {
  while (size >= sizeof(ElfW(Nhdr))) {
    const auto *note = reinterpret_cast<const ElfW(Nhdr) *>(notes);
    const size_t name = llvm::alignTo(note->n_namesz, 4);
    const size_t whole = sizeof(*note) + name + llvm::alignTo(note->n_descsz, 4);
    if (whole > size)
      return;
    if (note->n_type == NT_GNU_BUILD_ID)
      hasher.add(llvm::StringRef(notes + sizeof(*note) + name, note->n_descsz));
    notes += whole;
    size -= whole;
  }
}

int addObject(dl_phdr_info *object, size_t, void *hasher) {
  for (int i = 0; i < object->dlpi_phnum; ++i)
    if (const auto &header = object->dlpi_phdr[i]; header.p_type == PT_NOTE)
      addBuildIds(reinterpret_cast<const char *>(object->dlpi_addr + header.p_vaddr),
                  header.p_memsz, *static_cast<Hasher *>(hasher));
  return 0;
}

/// Of this program and every library it has loaded.
Digest identityOfTool(llvm::StringRef resourceDir) {
  Hasher hasher;
  hasher.add(ASYNC_TIDY_VERSION).add(LLVM_VERSION_STRING).add(resourceDir);
  dl_iterate_phdr(addObject, &hasher);
  return hasher.take();
}

/// Variables with which the compiler's driver changes its command.
constexpr llvm::StringLiteral compilerVariables[] = {"CPATH",
                                                     "C_INCLUDE_PATH",
                                                     "CPLUS_INCLUDE_PATH",
                                                     "COMPILER_PATH",
                                                     "CCC_OVERRIDE_OPTIONS",
                                                     "CL",
                                                     "_CL_",
                                                     "SDKROOT",
                                                     "CLANG_NO_DEFAULT_CONFIG",
                                                     "SOURCE_DATE_EPOCH"};

} // namespace

UnitKeys::UnitKeys(std::string root, llvm::StringRef resourceDir)
    : root_(std::move(root)), tool_(identityOfTool(resourceDir)) {}

std::string UnitKeys::withoutRoot(llvm::StringRef text) const {
  const std::string prefix = root_ + "/";
  std::string result;
  for (size_t at; (at = text.find(prefix)) != llvm::StringRef::npos;) {
    result += (text.take_front(at) + "<root>/").str();
    text = text.drop_front(at + prefix.size());
  }
  return result + (text == root_ ? "<root>" : text.str());
}

Digest UnitKeys::modelsOf(llvm::StringRef files) {
  auto [entry, isNew] = models_.try_emplace(files);
  if (!isNew)
    return entry->second;
  llvm::SmallVector<llvm::StringRef> paths;
  files.split(paths, ';', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  Hasher hasher;
  for (llvm::StringRef path : paths) {
    auto text = llvm::MemoryBuffer::getFile(path);
    hasher.add(text ? (*text)->getBuffer() : "");
  }
  return entry->second = hasher.take();
}

UnitKey UnitKeys::of(const Unit &unit) {
  UnitKey key;
  key.tool = tool_;
  key.models = modelsOf(unit.models);
  Hasher configuration, command;
  configuration.add(unit.configuration);
  for (const std::string &file : unit.onlyFiles)
    configuration.add(withoutRoot(file));
  key.configuration = configuration.take();
  command.add(withoutRoot(unit.file)).add(withoutRoot(unit.command.Directory));
  for (const std::string &argument : unit.command.CommandLine)
    command.add(withoutRoot(argument));
  for (llvm::StringRef name : compilerVariables)
    command.add(llvm::sys::Process::GetEnv(name).value_or(""));
  key.command = command.take();
  return key;
}

} // namespace async_tidy
