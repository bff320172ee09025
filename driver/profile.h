// Time per check, as ClangTidy measures it.
#pragma once

#include <map>
#include <string>

namespace clang::tidy {
class ClangTidyContext;
}

namespace async_tidy {

/// Switches measuring on for one unit.
class Profile {
public:
  Profile(clang::tidy::ClangTidyContext &context, bool enabled);
  ~Profile();
  Profile(const Profile &) = delete;
  Profile &operator=(const Profile &) = delete;

  /// Seconds of CPU time per check; call when the analysis is over.
  std::map<std::string, double> read() const;

private:
  std::string folder_;
};

} // namespace async_tidy
