// Clang's headers dominate every compile here; these and the views that every check
// stands on are parsed once. No AST matchers and no clang-tidy: Clang compiles their
// virtual functions anew in each file, which took longer than the file itself.
#pragma once

#include "flow/function-check.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/CFG.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>
#include <string>
#include <vector>
