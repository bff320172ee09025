// One function per shell. What is completed: commands, options, the words that an option
// takes, names of checks, and files.

#include "driver/format.h"
#include "driver/usage.h"

#include "core/registry.h"
#include "llvm/ADT/StringExtras.h"

namespace async_tidy {
namespace {

std::string allChecks() {
  std::string names;
  for (const RegisteredCheck &check : registeredChecks())
    names += fmt::format("{}{}", names.empty() ? "" : " ", check.info->name);
  return names;
}

std::string dashed(const OptionUsage &option) {
  return (option.name.size() == 1 ? "-" : "--") + option.name;
}

/// In single quotes, for all three shells.
std::string quoted(llvm::StringRef text) {
  std::string result = "'";
  for (const char c : text)
    result += c == '\'' ? "'\\''" : std::string(1, c);
  return result + "'";
}

/// What can follow the option's `=` or, for `explain`, the command.
std::string wordsFor(const OptionUsage &option) {
  return option.name == "checks" ? allChecks() : llvm::join(option.words(), " ");
}

std::string bash() {
  std::string options, values, names;
  for (const CommandUsage &command : commandUsages()) {
    std::string list;
    for (const OptionUsage &option : command.options) {
      list += fmt::format("{}{} ", dashed(option), option.value.empty() ? "" : "=");
      if (const std::string words = wordsFor(option); !words.empty())
        values += fmt::format("    {}.{}) words={} ;;\n", command.name, dashed(option),
                              quoted(words));
    }
    options += fmt::format("    {}) words={} ;;\n", command.name, quoted(list));
    names += command.name + " ";
  }
  // Bash splits at `=`, so the option is one or two words back.
  return fmt::format(R"(# bash completion for async-tidy
_async_tidy() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} command=check words= option=
  case " {0}" in *" ${{COMP_WORDS[1]}} "*) ((COMP_CWORD > 1)) && command=${{COMP_WORDS[1]}} ;; esac
  if [[ $current == = ]]; then
    option=${{COMP_WORDS[COMP_CWORD-1]}} current=
  elif [[ ${{COMP_WORDS[COMP_CWORD-1]}} == = ]]; then
    option=${{COMP_WORDS[COMP_CWORD-2]}}
  fi
  COMPREPLY=()
  if [[ $option ]]; then
    case $command.$option in
{1}    esac
  elif [[ $current == -* ]]; then
    case $command in
{2}    esac
  elif [[ $command == explain ]]; then
    words={3}
  elif ((COMP_CWORD == 1)); then
    words='{0}'
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ ${{COMPREPLY[0]-}} == *= ]] && compopt -o nospace 2>/dev/null
  return 0
}}
complete -o default -F _async_tidy async-tidy
)",
                     names, values, options, quoted(allChecks()));
}

std::string zshSpec(const OptionUsage &option) {
  std::string help;
  for (const char c : option.help) // brackets and colons have a meaning in a spec
    help += c == '[' || c == ']' || c == ':' ? fmt::format("\\{}", c) : std::string(1, c);
  if (option.value.empty())
    return quoted(fmt::format("{}[{}]", dashed(option), help));
  const std::string words = wordsFor(option);
  return quoted(fmt::format("*{}{}[{}]:value:{}", dashed(option),
                            option.name.size() == 1 ? "" : "=", help,
                            words.empty() ? "_files" : "(" + words + ")"));
}

std::string zsh() {
  std::string commands, cases;
  for (const CommandUsage &command : commandUsages()) {
    commands += fmt::format("    {}\n", quoted(command.name + ":" + command.help));
    std::string specs;
    for (const OptionUsage &option : command.options)
      specs += fmt::format(" \\\n        {}", zshSpec(option));
    const std::string operand = command.name == "explain"
                                    ? fmt::format("'*:check:({})'", allChecks())
                                    : "'*:path:_files'";
    cases += fmt::format("    {}) _arguments {}{} ;;\n", command.name, operand, specs);
  }
  return fmt::format(R"(#compdef async-tidy
_async_tidy() {{
  local -a commands=(
{}  )
  local command=check
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _describe command commands
    _files
    return
  fi
  if (( ${{commands[(I)$words[2]:*]}} )); then
    command=$words[2]
    shift words
    (( CURRENT-- ))
  fi
  case $command in
{}  esac
}}
_async_tidy "$@"
)",
                     commands, cases);
}

std::string fish() {
  std::string names, lines;
  for (const CommandUsage &command : commandUsages())
    names += command.name + " ";
  for (const CommandUsage &command : commandUsages()) {
    lines += fmt::format("complete -c async-tidy -n '__fish_is_first_arg' -a {} -d {}\n",
                         command.name, quoted(command.help));
    // Without a command, `check` is meant.
    const std::string condition =
        command.name == "check"
            ? fmt::format("not __fish_seen_subcommand_from {}",
                          llvm::StringRef(names).split("check ").second)
            : "__fish_seen_subcommand_from " + command.name;
    for (const OptionUsage &option : command.options) {
      lines += fmt::format("complete -c async-tidy -n {} {} {} -d {}", quoted(condition),
                           option.name.size() == 1 ? "-s" : "-l", option.name,
                           quoted(option.help));
      if (const std::string words = wordsFor(option); !words.empty())
        lines += " -x -a " + quoted(words);
      else if (!option.value.empty())
        lines += " -r";
      lines += '\n';
    }
  }
  return fmt::format("# fish completion for async-tidy\n{}complete -c async-tidy -n "
                     "'__fish_seen_subcommand_from explain' -f -a {}\n",
                     lines, quoted(allChecks()));
}

} // namespace

std::vector<std::string> OptionUsage::words() const {
  std::vector<std::string> result;
  if (!llvm::StringRef(value).contains('|'))
    return result;
  llvm::SmallVector<llvm::StringRef> parts;
  llvm::StringRef(value).split(parts, '|');
  for (const llvm::StringRef part : parts)
    result.push_back(part.str());
  return result;
}

std::string completionScript(llvm::StringRef shell) {
  return shell == "bash"   ? bash()
         : shell == "zsh"  ? zsh()
         : shell == "fish" ? fish()
                           : "";
}

} // namespace async_tidy
