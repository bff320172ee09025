// Where a cache is, and how large it may grow.
#pragma once

#include <string>

namespace async_tidy {

struct CacheSettings {
  bool enabled = true;
  std::string folder; ///< Empty: one per project in the user's cache folder.
  unsigned mebibytes = 1024;
};

} // namespace async_tidy
