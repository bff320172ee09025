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
  std::vector<Edit> fix;
  bool safeFix = false;    ///< `--fix` applies it; otherwise it is only shown.
  bool suppressed = false; ///< By a NOLINT comment; reported in SARIF only.
  std::string function;    ///< Qualified name of the enclosing function, or empty.
  std::string fingerprint; ///< Set by merge; survives edits elsewhere in the file.
};

} // namespace async_tidy
