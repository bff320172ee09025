// Lets fmt print LLVM's strings.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <fmt/format.h>

#include <string_view>

template <> struct fmt::formatter<llvm::StringRef> : fmt::formatter<std::string_view> {
  template <typename FormatContext>
  auto format(llvm::StringRef text, FormatContext &context) const {
    return fmt::formatter<std::string_view>::format({text.data(), text.size()}, context);
  }
};
