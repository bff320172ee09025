// Similar means few edits for its length, or one name inside the other.

#include "driver/nearest.h"

#include "driver/format.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>

namespace async_tidy {

std::vector<std::string> nearestNames(llvm::StringRef word,
                                      llvm::ArrayRef<std::string> known) {
  constexpr unsigned most = 3;
  const unsigned bound = std::max<unsigned>(2, word.size() / 3);
  std::vector<std::pair<unsigned, std::string>> similar;
  for (const std::string &name : known) {
    unsigned distance = word.edit_distance_insensitive(name, true, bound);
    if (distance > bound && word.size() >= 4 && llvm::StringRef(name).contains(word))
      distance = bound;
    if (distance <= bound)
      similar.emplace_back(distance, name);
  }
  llvm::sort(similar);
  std::vector<std::string> names;
  for (const auto &[distance, name] : llvm::ArrayRef(similar).take_front(most))
    names.push_back(name);
  return names;
}

std::string didYouMean(llvm::StringRef word, llvm::ArrayRef<std::string> known) {
  const std::vector<std::string> names = nearestNames(word, known);
  if (names.empty())
    return "";
  return fmt::format("; did you mean '{}'?", llvm::join(names, "' or '"));
}

} // namespace async_tidy
