#include "core/option.h"

#include "llvm/ADT/STLExtras.h"

namespace async_tidy::detail {

std::string printOption(bool value) { return value ? "true" : "false"; }
std::string printOption(unsigned value) { return std::to_string(value); }
std::string printOption(const std::vector<std::string> &value) {
  return llvm::join(value, ";");
}

bool readOption(const Host &host, llvm::StringRef name, bool fallback) {
  return host.flag(name, fallback);
}

unsigned readOption(const Host &host, llvm::StringRef name, unsigned fallback) {
  return host.number(name, fallback);
}

std::vector<std::string> readOption(const Host &host, llvm::StringRef name,
                                    const std::vector<std::string> &fallback) {
  std::optional<llvm::StringRef> text = host.text(name);
  if (!text)
    return fallback;
  llvm::SmallVector<llvm::StringRef> items;
  text->split(items, ';', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  std::vector<std::string> result;
  for (llvm::StringRef item : items)
    if (item = item.trim(); !item.empty())
      result.push_back(item.str());
  return result;
}

} // namespace async_tidy::detail
