#include "model/spell.h"

#include "model/yaml-traits.h"

namespace async_tidy {
namespace {

/// LLVM pads flow mappings: `{ kind: pool }`.
std::string withoutPadding(llvm::StringRef line) {
  std::string text;
  bool quoted = false;
  for (size_t at = 0; at < line.size(); ++at) {
    quoted ^= line[at] == '\'';
    const bool pads = line[at] == ' ' && !quoted && at > 0 && at + 1 < line.size() &&
                      (llvm::StringRef("{[").contains(line[at - 1]) ||
                       llvm::StringRef("}]").contains(line[at + 1]));
    if (!pads && line[at] != '\n')
      text += line[at];
  }
  return text;
}

template <typename Facts> std::string spelled(Facts facts) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  constexpr int neverWrap = 0;
  llvm::yaml::Output output(stream, nullptr, neverWrap);
  output << facts;
  // A document that holds one mapping: `--- { task: ... } ...`.
  llvm::StringRef roles = text;
  roles = roles.substr(roles.find('{') + 1);
  return withoutPadding(roles.take_front(roles.rfind('}')).trim());
}

} // namespace

std::string spell(const TypeFacts &facts) { return spelled(facts); }
std::string spell(const FunctionFacts &facts) { return spelled(facts); }

} // namespace async_tidy
