// The one type that everything after the analysis speaks: merge, fixes, reports, exit
// code.
#pragma once

#include "core/check-info.h"

#include <string>
#include <vector>

namespace async_tidy {

/// A point in a source file. Lines and columns count from 1, columns count bytes.
struct Place {
  std::string file; ///< Absolute; empty for a finding without a place.
  unsigned offset = 0;
  unsigned line = 0;
  unsigned column = 0;
  std::string lineText; ///< The line itself, without its end.
};

/// Half-open: the end is the first byte after the range.
struct Region {
  std::string file;
  unsigned offset = 0, length = 0;
  unsigned beginLine = 0, beginColumn = 0;
  unsigned endLine = 0, endColumn = 0;
  std::string lineText; ///< The line that `beginLine` names.
  std::string endLineText;
};

/// One step of the path to a finding.
struct Note {
  Place where;
  std::string message;
};

/// Both ends belong to it.
struct LineRange {
  unsigned first = 0, last = 0;
};

/// Where a function is declared: from its type to its parameters.
struct Declaration {
  std::string file;
  LineRange lines;
};

/// A replacement of source text.
struct Edit {
  Region region;
  std::string text;
};

/// What a check has to say, independent of Clang's data structures.
struct Finding {
  std::string check;
  Severity severity = Severity::Warning;
  std::string message;
  Place where;
  std::vector<Region> ranges;
  std::vector<Note> notes;
  std::vector<Declaration> callees; ///< Functions that are called on the path's lines.
  std::vector<Edit> fix;
  bool safeFix = false;      ///< `--fix` applies it; otherwise it is only shown.
  bool suppressed = false;   ///< By a NOLINT comment; shown by machine formats only.
  bool baselined = false;    ///< Known from the baseline; likewise.
  std::string justification; ///< Why it is suppressed, if somebody wrote it down.
  std::string function;      ///< Qualified name of the enclosing function, or empty.
  std::string fingerprint;   ///< Set by merge; survives edits elsewhere in the file.
};

/// Whether anybody still has to look at it.
inline bool isOpen(const Finding &finding) {
  return !finding.suppressed && !finding.baselined;
}

} // namespace async_tidy
