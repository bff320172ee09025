// What is known about a check without running it: list, explain, SARIF and the docs read
// this.
#pragma once

#include "llvm/ADT/StringRef.h"

namespace async_tidy {

/// How bad the consequence is; becomes SARIF's level and the word before a message.
enum class Severity { Error, Warning, Note };

/// When a check runs without being asked for, and how often it may be wrong.
enum class Tier {
  Defect, ///< On by default; at least 95% of its findings are true.
  Advice, ///< Opt in; at least 70% of its findings are true. Its id starts
          ///< `async-advice-`.
  Test,   ///< Like Defect, in test files only.
};

/// Whether a finding can repair itself.
enum class Fix {
  None,
  Suggested, ///< Shown to the user, never applied by `--fix`.
  Safe,      ///< Applied by `--fix`.
};

/// The static description of a check, declared once in its file.
struct CheckInfo {
  llvm::StringLiteral name;    ///< `async-<what-is-wrong>`, as users write it.
  llvm::StringLiteral summary; ///< One lower-case clause without a final period.
  Severity severity = Severity::Warning;
  Tier tier = Tier::Defect;
  Fix fix = Fix::None;
  unsigned cwe = 0; ///< Common Weakness Enumeration id, 0 for none.
};

} // namespace async_tidy
