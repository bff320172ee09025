// The command line, declared with LLVM's library: one subcommand per command, so that
// options which libLLVM and libclang register for themselves never show.

#include "driver/command-line.h"

#include "driver/format.h"
#include "driver/log.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/raw_ostream.h"

namespace async_tidy {
namespace {

namespace cl = llvm::cl;

cl::SubCommand checkCommand("check",
                            "Analyse files, folders or a whole project (default)");
cl::SubCommand listCommand("list", "Show every check");
cl::SubCommand explainCommand("explain", "Show the page of a check");
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
cl::opt<std::string> format("format", cl::value_desc("text|sarif"), inCheck, ours,
                            cl::init("text"),
                            cl::desc("Report on standard output (default: text)"));
cl::list<std::string> outputs("output", cl::value_desc("format:file"), inCheck, ours,
                              cl::desc("One more report, to a file (repeatable)"));
cl::opt<std::string>
    failOn("fail-on", cl::value_desc("error|warning|never"), inCheck, ours,
           cl::init("warning"),
           cl::desc("Which findings make the exit code 1 (default: warning, "
                    "which includes errors)"));
cl::opt<std::string> color("color", cl::value_desc("auto|always|never"), inCheck, ours,
                           cl::init("auto"),
                           cl::desc("Colour in the text report (default: auto)"));
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

/// LLVM's own enumeration parser prints its error in its own form, so words are read
/// here.
template <typename T> struct Word {
  llvm::StringRef text;
  T value;
};

constexpr Word<ReportFormat> formatWords[] = {{"text", ReportFormat::Text},
                                              {"sarif", ReportFormat::Sarif}};
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
        "--output={}: write it as --output=sarif:FILE or --output=text:FILE", text));
  Output output{ReportFormat::Text, path.str()};
  if (llvm::Error error =
          read<ReportFormat>("--output", name, formatWords, output.format))
    return std::move(error);
  return output;
}

llvm::Error readWords(CheckRequest &request) {
  if (llvm::Error error =
          read<ReportFormat>("--format", format, formatWords, request.format))
    return error;
  if (llvm::Error error = read<FailOn>("--fail-on", failOn, failOnWords, request.failOn))
    return error;
  return read<Color>("--color", color, colorWords, request.color);
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
  request.paths = paths;
  request.buildPath = buildPath;
  request.flags = std::move(flags);
  request.checks = checks;
  request.config = config;
  request.configFile = configFile;
  request.resourceDir = resourceDir;
  request.models = models;
  request.fix = fix;
  request.stats = stats;
  request.quiet = quiet;
  if (!request.config.empty() && !request.configFile.empty())
    return failure("--config and --config-file exclude each other; give one of them");
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
  constexpr llvm::StringLiteral standing[] = {"check",  "list",      "explain",
                                              "models", "--help",    "-h",
                                              "-help",  "--version", "-version"};
  if (!llvm::is_contained(standing, first))
    arguments.insert(arguments.begin() + 1, "check");
  arguments[0] = "async-tidy";

  for (cl::SubCommand *command : {&cl::SubCommand::getTopLevel(), &checkCommand,
                                  &listCommand, &explainCommand, &modelsCommand})
    cl::HideUnrelatedOptions(category, *command);
  cl::SetVersionPrinter(printVersion);
  std::string message;
  llvm::raw_string_ostream stream(message);
  if (!cl::ParseCommandLineOptions(arguments.size(), arguments.data(),
                                   "Finds the pitfalls of asynchronous C++.", &stream))
    return failure(oneLine(message));
  if (listCommand) {
    ListRequest list;
    if (llvm::Error error = read<bool>("--format", listFormat, listWords, list.json))
      return std::move(error);
    return Request(list);
  }
  if (explainCommand)
    return Request(ExplainRequest{explained});
  if (modelsCommand)
    return modelsRequest(std::move(flags));
  return checkRequest(std::move(flags));
}

} // namespace async_tidy
