// What is dropped here changes no declaration that the code could see: warnings, code
// generation, profiles, and options that Clang's own table does not know.

#include "driver/compile-flags.h"

#include "driver/paths.h"

#include "clang/Driver/Options.h"
#include "clang/Driver/ToolChain.h"
#include "clang/Driver/Types.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/TargetParser/AArch64TargetParser.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/TargetParser/X86TargetParser.h"

#include <set>

namespace async_tidy {

namespace options = clang::driver::options;
namespace path = llvm::sys::path;

namespace {

using Arguments = std::vector<std::string>;

enum class Form {
  Alone,  ///< The whole argument.
  Joined, ///< The argument begins so.
  Next,   ///< The whole argument, and its value is the next one.
};

struct Row {
  llvm::StringLiteral flag;
  Form form;
  llvm::StringLiteral instead = ""; ///< What Clang calls it.
};

constexpr Row table[] = {
    // GCC's words for what Clang has under another name.
    {"-fconcepts", Form::Alone, "-std=c++20"},
    {"-fconcepts-ts", Form::Alone, "-std=c++20"},
    {"-fmodules-ts", Form::Alone},
    {"-fmodule-mapper=", Form::Joined},
    {"-fdeps-", Form::Joined},
    // Read by the back end and by other programs only; some need files that are gone.
    {"-Wa,", Form::Joined},
    {"-Wl,", Form::Joined},
    {"-fsanitize", Form::Joined},
    {"-fno-sanitize", Form::Joined},
    {"-flto", Form::Joined},
    {"-fprofile-", Form::Joined},
    {"-fauto-profile", Form::Joined},
    {"-specs=", Form::Joined},
    {"--specs=", Form::Joined},
    {"-wrapper", Form::Next},
    {"-save-temps", Form::Joined},
    {"--param", Form::Next},
    {"--param=", Form::Joined},
    // Would print, or stop after the preprocessor.
    {"-v", Form::Alone},
    {"-H", Form::Alone},
    {"-E", Form::Alone},
    {"-ftime-report", Form::Joined},
    {"-fdiagnostics-", Form::Joined},
    // A warning is never shown, and -Werror= of an unknown one is an error.
    {"-Werror", Form::Joined},
    {"-pedantic-errors", Form::Alone},
};

constexpr llvm::StringLiteral launchers[] = {"ccache", "sccache",    "distcc", "icecc",
                                             "gomacc", "buildcache", "nice",   "time",
                                             "env",    "libtool",    "cmake"};

bool isLauncher(llvm::StringRef program) {
  return llvm::is_contained(launchers, path::stem(program));
}

/// `X=1`, for the launcher in front of it, which Clang's reader may have taken away.
bool isSetting(llvm::StringRef argument) {
  const llvm::StringRef name =
      argument.take_while([](char c) { return llvm::isAlnum(c) || c == '_'; });
  return !name.empty() && argument.drop_front(name.size()).starts_with("=");
}

/// `ccache g++ ...`, `cmake -E env X=1 nice -n 5 icecc g++ ...`.
void dropLaunchers(Arguments &line) {
  auto compiler = line.begin();
  while (compiler != line.end() && (isLauncher(*compiler) || isSetting(*compiler))) {
    const bool isCMake = path::stem(*compiler) == "cmake";
    const auto dashes = std::find(compiler, line.end(), "--");
    if (isCMake && dashes != line.end()) { // cmake -E __run_co_compile ... -- g++ ...
      compiler = std::next(dashes);
      continue;
    }
    for (++compiler; compiler != line.end(); ++compiler) {
      const llvm::StringRef argument = *compiler;
      unsigned number = 0;
      if (!argument.starts_with("-") && !isSetting(argument) &&
          argument.getAsInteger(10, number) && !(isCMake && argument == "env"))
        break;
    }
  }
  if (compiler != line.end())
    line.erase(line.begin(), compiler);
}

/// The number of arguments that the row takes at this place, 0 if it is not about it.
size_t taken(const Row &row, llvm::ArrayRef<std::string> rest) {
  const llvm::StringRef argument = rest.front();
  switch (row.form) {
  case Form::Alone:
    return argument == row.flag ? 1 : 0;
  case Form::Joined:
    return argument.starts_with(row.flag) ? 1 : 0;
  case Form::Next:
    return argument == row.flag ? std::min<size_t>(2, rest.size()) : 0;
  }
  llvm_unreachable("all forms are read");
}

void applyTable(Arguments &line) {
  Arguments kept = {line.front()};
  for (size_t i = 1; i < line.size();) {
    const llvm::ArrayRef<std::string> rest = llvm::ArrayRef(line).drop_front(i);
    const auto *row =
        llvm::find_if(table, [&](const Row &row) { return taken(row, rest) > 0; });
    if (row == std::end(table)) {
      kept.push_back(line[i++]);
      continue;
    }
    if (!row->instead.empty())
      kept.push_back(row->instead.str());
    i += taken(*row, rest);
  }
  line = std::move(kept);
}

bool existsFrom(llvm::StringRef file, llvm::StringRef folder) {
  return llvm::sys::fs::exists(absolutePath(file, folder));
}

/// A precompiled header of another compiler, or of other flags, cannot be read. Its text
/// can: beside `x.hxx.pch` is `x.hxx`. Clang looks for `x.hxx.pch` and `x.hxx.gch` by
/// itself if the driver sees the -include, so it goes to the compiler behind it.
void dropPrecompiled(Arguments &line, llvm::StringRef folder) {
  Arguments kept;
  const auto include = [&](llvm::StringRef header) {
    if (existsFrom(header, folder))
      kept.insert(kept.end(), {"-Xclang", "-include", "-Xclang", header.str()});
  };
  for (size_t i = 0; i < line.size(); ++i) {
    const bool isPassedOn = line[i] == "-Xclang" && i + 1 < line.size();
    const size_t at = isPassedOn ? i + 1 : i;
    const size_t value = isPassedOn ? i + 3 : i + 1;
    if (line[at] == "-include-pch" && value < line.size()) {
      llvm::StringRef header = line[value];
      if (header.consume_back(".pch") || header.consume_back(".gch"))
        // CMake names both the precompiled header and its text.
        if (!llvm::is_contained(line, header))
          include(header);
      i = value;
    } else if (!isPassedOn && line[i] == "-include" && i + 1 < line.size() &&
               (existsFrom(line[i + 1] + ".pch", folder) ||
                existsFrom(line[i + 1] + ".gch", folder))) {
      include(line[++i]);
    } else {
      kept.push_back(std::move(line[i]));
    }
  }
  line = std::move(kept);
}

/// Compiled modules that are not there (yet), and files that list them.
void dropMissingModules(Arguments &line, llvm::StringRef folder) {
  llvm::erase_if(line, [&](llvm::StringRef argument) {
    if (argument.consume_front("@"))
      return !existsFrom(argument, folder);
    if (!argument.consume_front("-fmodule-file="))
      return false;
    const llvm::StringRef file =
        argument.contains('=') ? argument.split('=').second : argument;
    return !existsFrom(file, folder);
  });
}

bool isKnownProcessor(const llvm::Triple &triple, llvm::StringRef name) {
  if (name == "native")
    return true;
  if (triple.isX86())
    return llvm::X86::parseArchX86(name) != llvm::X86::CK_None ||
           llvm::X86::parseTuneCPU(name) != llvm::X86::CK_None;
  if (triple.isAArch64()) {
    const llvm::StringRef base = name.split('+').first;
    return llvm::AArch64::parseCpu(base) || llvm::AArch64::parseArch(base);
  }
  return true;
}

/// A compiler for a machine that LLVM does not know: its -m options mean nothing here.
void dropForeignMachine(Arguments &line, llvm::StringRef compiler) {
  const auto name =
      clang::driver::ToolChain::getTargetAndModeFromProgramName(path::filename(compiler));
  if (!name.TargetIsValid && llvm::StringRef(name.TargetPrefix).contains('-'))
    llvm::erase_if(line, [](llvm::StringRef argument) {
      return argument.starts_with("-m") && argument != "-m32" && argument != "-m64";
    });
}

/// Names of processors that only the other compiler knows. Their instruction sets are
/// lost.
void dropUnknownProcessors(Arguments &line) {
  llvm::Triple triple(llvm::sys::getDefaultTargetTriple());
  for (llvm::StringRef argument : line)
    if (argument.consume_front("--target="))
      triple = llvm::Triple(argument);
  llvm::erase_if(line, [&](llvm::StringRef argument) {
    for (llvm::StringRef option : {"-march=", "-mcpu=", "-mtune="})
      if (argument.consume_front(option))
        return !isKnownProcessor(triple, argument);
    return false;
  });
}

/// Clang's own table decides what it knows.
void dropUnknown(Arguments &line) {
  std::vector<const char *> arguments;
  for (const std::string &argument : llvm::drop_begin(line))
    arguments.push_back(argument.c_str());
  unsigned missingIndex = 0, missingCount = 0;
  const llvm::opt::InputArgList parsed = clang::driver::getDriverOptTable().ParseArgs(
      arguments, missingIndex, missingCount, llvm::opt::Visibility(options::ClangOption));
  std::set<size_t> unknown;
  for (const llvm::opt::Arg *argument : parsed.filtered(options::OPT_UNKNOWN))
    unknown.insert(argument->getIndex() + 1);
  Arguments kept;
  for (size_t i = 0; i < line.size(); ++i)
    if (!unknown.count(i))
      kept.push_back(std::move(line[i]));
  line = std::move(kept);
}

} // namespace

clang::tooling::CompileCommand forClang(clang::tooling::CompileCommand command) {
  static const bool ready = [] {
    llvm::InitializeAllTargetInfos(); // without it no name of a target is known
    return true;
  }();
  (void)ready;
  Arguments &line = command.CommandLine;
  if (line.empty())
    return command;
  dropLaunchers(line);
  const std::string compiler = line.front();
  clang::tooling::addTargetAndModeForProgramName(line, compiler);
  if (llvm::is_contained(line, "--driver-mode=cl"))
    return command; // Clang reads those options by another table
  applyTable(line);
  dropPrecompiled(line, command.Directory);
  dropMissingModules(line, command.Directory);
  dropForeignMachine(line, compiler);
  dropUnknownProcessors(line);
  dropUnknown(line);
  return command;
}

bool isCompiledLanguage(llvm::StringRef file) {
  using namespace clang::driver::types;
  const ID type = lookupTypeForExtension(path::extension(file).ltrim('.'));
  if (type == TY_INVALID) // .ipp and such, which only we know
    return isHeaderName(file) || isSourceName(file);
  return isDerivedFromC(type) && !isCuda(type) && !isHIP(type) && !isOpenCL(type);
}

} // namespace async_tidy
