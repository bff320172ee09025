// Which file of the compilation database includes a header: a header has no compile
// command of its own.
#pragma once

#include "driver/project.h"

namespace async_tidy {

/// The first file of the database (in path order, those beside the header first) that
/// includes the header, directly or through others; empty if none does.
std::string findIncluder(const Project &project, const std::string &header);

} // namespace async_tidy
