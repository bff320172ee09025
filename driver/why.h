// Why is this a task, and that a call which blocks? Parses a file as the analysis does
// and asks for the role of everything at a place.
#pragma once

#include "driver/plan.h"

namespace async_tidy {

/// A file, a line of it, or a column of that; 0 stands for all.
struct Place {
  std::string file;
  unsigned line = 0, column = 0;
};

/// Of a line: each type and call with its roles and where they come from, also those
/// without any. Of a file: each class and function that it declares and that has a role.
llvm::Expected<std::string> explainPlace(const Place &place, const Unit &unit,
                                         const std::string &resourceDir);

} // namespace async_tidy
