#include "model/yaml.h"

#include "model/yaml-traits.h"

namespace async_tidy::yaml {

llvm::Error errorAt(llvm::StringRef source, unsigned line, const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                 source + ":" + llvm::Twine(line) + ": " + message);
}

llvm::Expected<File> read(llvm::StringRef text, llvm::StringRef source) {
  struct Diagnosis {
    unsigned line = 0;
    std::string message;
  } first;
  auto keepFirst = [](const llvm::SMDiagnostic &diagnostic, void *context) {
    auto &first = *static_cast<Diagnosis *>(context);
    if (first.message.empty())
      first = {static_cast<unsigned>(diagnostic.getLineNo()),
               diagnostic.getMessage().str()};
  };
  Reading reading{text};
  llvm::yaml::Input input(text, &reading, keepFirst, &first);
  File file;
  input >> file;
  if (input.error() && first.message.empty()) // nothing in it but blanks
    return errorAt(source, 1, "missing required key 'framework'");
  if (input.error())
    return errorAt(source, first.line, first.message);
  if (input.nextDocument())
    return errorAt(source, reading.line(text.begin() + text.rfind("\n---") + 1),
                   "a second document; one file holds one model");
  return file;
}

} // namespace async_tidy::yaml
