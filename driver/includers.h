// Which file of the compilation database includes a header: a header has no compile
// command of its own.
#pragma once

#include "driver/project.h"

#include <map>
#include <set>

namespace async_tidy {

/// What stands between the quotes or brackets of the file's #include lines.
std::vector<std::string> includedNames(const std::string &file);

/// Reads each file once, however often it is asked.
class Includers {
public:
  explicit Includers(const Project &project) : project_(project) {}

  /// The first file of the database (in path order, those beside the header first) that
  /// includes the header, directly or through others; empty if none does.
  std::string first(const std::string &header);

  /// The file itself and all that it includes, directly or through others, in the
  /// project.
  const std::set<std::string> &reach(const std::string &mainFile);

private:
  const std::vector<std::string> &includesOf(const std::string &file);

  const Project &project_;
  std::map<std::string, std::vector<std::string>> names_;
  std::map<std::string, std::set<std::string>> reach_;
};

} // namespace async_tidy
