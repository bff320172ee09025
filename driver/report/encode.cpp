#include "driver/report/encode.h"

#include "driver/format.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

namespace async_tidy {

std::string utf8(llvm::StringRef text) {
  return llvm::json::isUTF8(text) ? text.str() : llvm::json::fixUTF8(text);
}

std::string uri(llvm::StringRef path) {
  std::string result;
  for (const char c : path) {
    if (llvm::isAlnum(c) || llvm::StringRef("-._~/+@").contains(c))
      result += c;
    else
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result;
}

std::string markup(llvm::StringRef text) {
  std::string clean = utf8(text);
  for (char &c : clean)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n')
      c = '?';
  std::string result;
  llvm::raw_string_ostream stream(result);
  llvm::printHTMLEscaped(clean, stream);
  return result;
}

unsigned codePointColumn(llvm::StringRef line, unsigned column) {
  const llvm::StringRef before = line.take_front(column - 1);
  const auto points = llvm::count_if(
      before, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  return points + 1 + (column - 1 - before.size());
}

} // namespace async_tidy
