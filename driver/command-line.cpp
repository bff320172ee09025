// The command line, declared with LLVM's library: one subcommand per command, so that
// options which libLLVM and libclang register for themselves never show.

#include "driver/command-line.h"

#include "driver/format.h"
#include "driver/log.h"
#include "driver/usage.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Threading.h"
#include "llvm/Support/raw_ostream.h"

namespace async_tidy {
namespace {

namespace cl = llvm::cl;

cl::SubCommand checkCommand("check",
                            "Analyse files, folders or a whole project (default)");
cl::SubCommand listCommand("list", "Show every check");
cl::SubCommand explainCommand("explain", "Show the page of a check");
cl::SubCommand initCommand("init", "Write the configuration, a commit hook and a CI job");
cl::SubCommand completionCommand("completion", "Print a completion script for a shell");
cl::SubCommand manualCommand("manual", "Print the manual page, for man(1)");
cl::SubCommand modelsCommand("models", "Show the known frameworks, or with --why what a "
                                       "place in the code means");

cl::OptionCategory category("Options");
const auto inCheck = cl::sub(checkCommand);
const auto inModels = cl::sub(modelsCommand);
const auto ours = cl::cat(category);

cl::list<std::string> paths(cl::Positional, cl::desc("[PATH...] [-- FLAGS]"), inCheck,
                            ours);
cl::opt<std::string>
    buildPath("p", cl::value_desc("build folder"), inCheck, inModels, ours,
              cl::desc("Where compile_commands.json is, or the file itself; "
                       "else it is searched from PATH upwards"));
cl::opt<std::string>
    checks("checks", cl::value_desc("globs"), inCheck, ours,
           cl::desc("Added to the Checks of .clang-tidy, as in clang-tidy"));
cl::opt<std::string> config("config", cl::value_desc("yaml"), inCheck, inModels, ours,
                            cl::desc("Configuration in place of .clang-tidy files"));
cl::opt<std::string>
    configFile("config-file", cl::value_desc("file"), inCheck, inModels, ours,
               cl::desc("Configuration file in place of .clang-tidy files"));
cl::list<std::string>
    models("models", cl::value_desc("file"), inCheck, inModels, ours,
           cl::desc("Model file of the project's own types and functions "
                    "(repeatable)"));
cl::list<std::string> formats("format",
                              cl::value_desc("text|sarif|github|gitlab|junit|json|html"),
                              inCheck, ours,
                              cl::desc("Report on standard output (default: text)"));
cl::list<std::string> outputs("output", cl::value_desc("format:file"), inCheck, ours,
                              cl::desc("One more report, to a file (repeatable)"));
cl::opt<std::string>
    failOn("fail-on", cl::value_desc("error|warning|never"), inCheck, ours,
           cl::init("warning"),
           cl::desc("Which findings make the exit code 1 (default: warning, "
                    "which includes errors)"));
cl::opt<std::string> baseline("baseline", cl::value_desc("file"), inCheck, ours,
                              cl::desc("Findings that this file lists do not count"));
cl::opt<std::string> writeBaseline("write-baseline", cl::value_desc("file"), inCheck,
                                   ours, cl::desc("List all findings in this file"));
cl::opt<bool> pruneBaseline("prune-baseline", inCheck, ours,
                            cl::desc("Remove from --baseline what is no longer found"));
cl::opt<bool> unusedNolint("unused-nolint", inCheck, ours,
                           cl::desc("Also report NOLINT(async-...) comments that "
                                    "silence nothing"));
cl::opt<std::string>
    changedSince("changed-since", cl::value_desc("rev"), inCheck, ours,
                 cl::desc("Only findings that concern lines changed since this commit "
                          "or since the branch left it"));
cl::opt<std::string> color("color", cl::value_desc("auto|always|never"), inCheck, ours,
                           cl::init("auto"),
                           cl::desc("Colour in the text report (default: auto)"));
cl::opt<std::string>
    jobs("j", cl::Prefix, cl::value_desc("number"), inCheck, ours,
         cl::desc("Files analysed at the same time (default: one per core)"));
cl::opt<std::string>
    timeout("timeout", cl::value_desc("seconds"), inCheck, ours,
            cl::desc("Give up on a file that takes longer; 0: never (default: 300)"));
cl::opt<std::string>
    memory("memory", cl::value_desc("MiB"), inCheck, ours,
           cl::desc("Give up on a file that needs more memory (default: no limit)"));
cl::opt<std::string>
    cacheDir("cache-dir", cl::value_desc("folder"), inCheck, ours,
             cl::desc("Where results are kept for the next run (default: a folder per "
                      "project in $XDG_CACHE_HOME/async-tidy)"));
cl::opt<std::string> cacheSize("cache-size", cl::value_desc("MiB"), inCheck, ours,
                               cl::desc("Bound of the cache (default: 1024)"));
cl::opt<bool> noCache("no-cache", inCheck, ours,
                      cl::desc("Analyse every file, keep no results"));
cl::opt<bool> explainRun("explain-run", inCheck, ours,
                         cl::desc("Say of each file why it is analysed, or why not"));
cl::opt<std::string> resourceDir("resource-dir", cl::value_desc("folder"), inCheck,
                                 inModels, ours,
                                 cl::desc("Folder of Clang's builtin headers"));
cl::opt<bool> fix("fix", inCheck, ours, cl::desc("Apply the safe fixes to the files"));
cl::opt<bool> stats("stats", inCheck, ours,
                    cl::desc("Print time per check and peak memory to standard error"));
cl::opt<bool> quiet("quiet", inCheck, ours, cl::desc("No notes on standard error"));

cl::opt<std::string> listFormat("format", cl::value_desc("text|json"),
                                cl::sub(listCommand), ours, cl::init("text"),
                                cl::desc("How to print (default: text)"));
cl::opt<std::string>
    why("why", cl::value_desc("file[:line[:column]]"), inModels, ours,
        cl::desc("Which role each type and call there has, and where it comes from"));
cl::opt<std::string> explained(cl::Positional, cl::desc("CHECK"), cl::sub(explainCommand),
                               ours);

cl::opt<std::string> explainColor("color", cl::value_desc("auto|always|never"),
                                  cl::sub(explainCommand), ours, cl::init("auto"),
                                  cl::desc("Colour and layout for a terminal "
                                           "(default: auto)"));
cl::opt<std::string> shell(cl::Positional, cl::desc("bash|zsh|fish"),
                           cl::sub(completionCommand), ours);

/// In the order of `--help`.
cl::SubCommand *const allCommands[] = {&checkCommand, &completionCommand, &explainCommand,
                                       &initCommand,  &listCommand,       &manualCommand,
                                       &modelsCommand};

/// LLVM's own enumeration parser prints its error in its own form, so words are read
/// here.
template <typename T> struct Word {
  llvm::StringRef text;
  T value;
};

constexpr Word<ReportFormat> formatWords[] = {
    {"text", ReportFormat::Text},     {"sarif", ReportFormat::Sarif},
    {"github", ReportFormat::Github}, {"gitlab", ReportFormat::Gitlab},
    {"junit", ReportFormat::Junit},   {"json", ReportFormat::Json},
    {"html", ReportFormat::Html}};
constexpr Word<FailOn> failOnWords[] = {
    {"error", FailOn::Error}, {"warning", FailOn::Warning}, {"never", FailOn::Never}};
constexpr Word<Color> colorWords[] = {
    {"auto", Color::Auto}, {"always", Color::Always}, {"never", Color::Never}};
constexpr Word<bool> listWords[] = {{"text", false}, {"json", true}};

template <typename T>
llvm::Error read(llvm::StringRef option, llvm::StringRef text,
                 llvm::ArrayRef<Word<T>> words, T &value) {
  std::string known;
  for (const Word<T> &word : words) {
    if (word.text == text) {
      value = word.value;
      return llvm::Error::success();
    }
    known += fmt::format("{}{}", known.empty() ? "" : ", ", word.text);
  }
  return failure(
      fmt::format("{}: unknown value '{}'; known are {}", option, text, known));
}

/// `format:file`.
llvm::Expected<Output> parseOutput(llvm::StringRef text) {
  const auto [name, path] = text.split(':');
  if (path.empty())
    return failure(fmt::format(
        "--output={}: write it as FORMAT:FILE, such as --output=sarif:FILE", text));
  Output output{ReportFormat::Text, path.str()};
  if (llvm::Error error =
          read<ReportFormat>("--output", name, formatWords, output.format))
    return std::move(error);
  return output;
}

/// These are lines, so one may follow another; the others are documents.
bool isLines(ReportFormat format) {
  return format == ReportFormat::Text || format == ReportFormat::Github ||
         format == ReportFormat::Json;
}

llvm::Error readFormats(CheckRequest &request) {
  for (const std::string &text : formats)
    if (llvm::Error error = read<ReportFormat>("--format", text, formatWords,
                                               request.formats.emplace_back()))
      return error;
  if (request.formats.empty())
    request.formats = {ReportFormat::Text};
  if (request.formats.size() > 1 && !llvm::all_of(request.formats, isLines))
    return failure("--format: only text, github and json can share standard output; "
                   "write the others to files with --output=FORMAT:FILE");
  return llvm::Error::success();
}

llvm::Error readWords(CheckRequest &request) {
  if (llvm::Error error = readFormats(request))
    return error;
  if (llvm::Error error = read<FailOn>("--fail-on", failOn, failOnWords, request.failOn))
    return error;
  return read<Color>("--color", color, colorWords, request.color);
}

llvm::Error checkTogether(const CheckRequest &request) {
  if (!request.config.empty() && !request.configFile.empty())
    return failure("--config and --config-file exclude each other; give one of them");
  if (!request.writeBaseline.empty() && !request.changedSince.empty())
    return failure("--write-baseline needs all findings, so --changed-since cannot limit "
                   "them; give one of the two");
  if (request.pruneBaseline && request.baseline.empty())
    return failure("--prune-baseline needs the file to prune; give --baseline=FILE");
  return llvm::Error::success();
}

/// Leaves the value alone if the option was not given.
template <typename T>
llvm::Error readNumber(llvm::StringRef option, llvm::StringRef text, T &value) {
  unsigned number;
  if (text.empty())
    return llvm::Error::success();
  if (text.getAsInteger(10, number))
    return failure(fmt::format("{}: '{}' is not a number", option, text));
  value = T(number);
  return llvm::Error::success();
}

llvm::Error readNumbers(WorkerLimits &limits, CacheSettings &cache) {
  if (llvm::Error error = readNumber("-j", jobs, limits.jobs))
    return error;
  if (llvm::Error error = readNumber("--timeout", timeout, limits.timeout))
    return error;
  if (llvm::Error error = readNumber("--memory", memory, limits.memoryMiB))
    return error;
  if (limits.jobs == 0)
    limits.jobs = llvm::hardware_concurrency().compute_thread_count();
  return readNumber("--cache-size", cacheSize, cache.mebibytes);
}

llvm::Expected<Request> checkRequest(std::optional<std::vector<std::string>> flags) {
  CheckRequest request;
  if (llvm::Error error = readWords(request))
    return std::move(error);
  for (const std::string &text : outputs) {
    llvm::Expected<Output> output = parseOutput(text);
    if (!output)
      return output.takeError();
    request.outputs.push_back(std::move(*output));
  }
  if (llvm::Error error = readNumbers(request.limits, request.cache))
    return std::move(error);
  request.cache.enabled = !noCache;
  request.cache.folder = cacheDir;
  request.explainRun = explainRun;
  request.paths = paths;
  request.buildPath = buildPath;
  request.flags = std::move(flags);
  request.checks = checks;
  request.config = config;
  request.configFile = configFile;
  request.resourceDir = resourceDir;
  request.models = models;
  request.baseline = baseline;
  request.writeBaseline = writeBaseline;
  request.pruneBaseline = pruneBaseline;
  request.changedSince = changedSince;
  request.unusedNolint = unusedNolint;
  request.fix = fix;
  request.stats = stats;
  request.quiet = quiet;
  if (llvm::Error error = checkTogether(request))
    return std::move(error);
  return Request(std::move(request));
}

llvm::Expected<Request> modelsRequest(std::optional<std::vector<std::string>> flags) {
  llvm::Expected<Request> request = checkRequest(std::move(flags));
  if (!request)
    return request.takeError();
  return Request(ModelsRequest{std::get<CheckRequest>(std::move(*request)), why});
}

/// LLVM's message is several lines and starts with the command; ours is one line.
std::string oneLine(llvm::StringRef message) {
  llvm::SmallVector<llvm::StringRef, 4> lines;
  message.trim().split(lines, '\n');
  llvm::StringRef first = lines.front();
  first.consume_front("async-tidy");
  first =
      first.substr(first.find(": ") == llvm::StringRef::npos ? 0 : first.find(": ") + 2);
  std::string text = first.split("  Try: ").first.trim(" .").str();
  for (llvm::StringRef line : llvm::drop_begin(lines))
    if (const size_t hint = line.find("Did you mean"); hint != llvm::StringRef::npos)
      text += "; did you mean" +
              line.substr(hint + llvm::StringRef("Did you mean").size()).str();
  return text + " (see --help)";
}

llvm::Expected<Request> otherRequest() {
  if (listCommand) {
    ListRequest list;
    if (llvm::Error error = read<bool>("--format", listFormat, listWords, list.json))
      return std::move(error);
    return Request(list);
  }
  if (explainCommand) {
    ExplainRequest explain{explained};
    if (llvm::Error error =
            read<Color>("--color", explainColor, colorWords, explain.color))
      return std::move(error);
    return Request(explain);
  }
  if (completionCommand)
    return Request(CompletionRequest{shell});
  if (manualCommand)
    return Request(ManualRequest{});
  return Request(InitRequest{});
}

void printVersion(llvm::raw_ostream &out) {
  out << fmt::format("async-tidy {} (LLVM {})\n", ASYNC_TIDY_VERSION,
                     LLVM_VERSION_STRING);
}

} // namespace

llvm::Expected<Request> parseCommandLine(int argc, const char *const *argv) {
  std::vector<const char *> arguments(argv, argv + argc);
  std::optional<std::vector<std::string>> flags;
  const auto dashes = llvm::find(arguments, llvm::StringRef("--"));
  if (dashes != arguments.end()) {
    flags.emplace(dashes + 1, arguments.end());
    arguments.erase(dashes, arguments.end());
  }
  // `async-tidy src/` means `async-tidy check src/`.
  const llvm::StringRef first = arguments.size() > 1 ? arguments[1] : "";
  constexpr llvm::StringLiteral standing[] = {"--help", "-h", "-help", "--version",
                                              "-version"};
  const bool isCommand = llvm::any_of(allCommands, [&](const cl::SubCommand *command) {
    return command->getName() == first;
  });
  if (!isCommand && !llvm::is_contained(standing, first))
    arguments.insert(arguments.begin() + 1, "check");
  arguments[0] = "async-tidy";

  cl::HideUnrelatedOptions(category, cl::SubCommand::getTopLevel());
  for (cl::SubCommand *command : allCommands)
    cl::HideUnrelatedOptions(category, *command);
  cl::SetVersionPrinter(printVersion);
  std::string message;
  llvm::raw_string_ostream stream(message);
  if (!cl::ParseCommandLineOptions(arguments.size(), arguments.data(),
                                   "Finds the pitfalls of asynchronous C++.", &stream))
    return failure(oneLine(message));
  if (checkCommand)
    return checkRequest(std::move(flags));
  if (modelsCommand)
    return modelsRequest(std::move(flags));
  return otherRequest();
}

std::vector<CommandUsage> commandUsages() {
  std::vector<CommandUsage> commands;
  for (cl::SubCommand *command : allCommands) {
    CommandUsage usage{command->getName().str(), command->getDescription().str(), "", {}};
    for (const cl::Option *operand : command->PositionalOpts)
      usage.operands = operand->HelpStr.str();
    for (const auto &entry : command->OptionsMap)
      if (llvm::is_contained(entry.second->Categories, &category))
        usage.options.push_back({entry.first().str(), entry.second->ValueStr.str(),
                                 entry.second->HelpStr.str()});
    llvm::sort(usage.options, [](const OptionUsage &left, const OptionUsage &right) {
      return left.name < right.name;
    });
    commands.push_back(std::move(usage));
  }
  return commands;
}

} // namespace async_tidy
