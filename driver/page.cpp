// MD4C reads; this decides only how each part looks. Inside a part, styles nest, and a
// terminal knows no "end of bold", so each end sets again what is still open.

#include "driver/page.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

#include <md4c.h>

#include <algorithm>
#include <vector>

namespace async_tidy {
namespace {

constexpr llvm::StringLiteral reset = "\033[0m", bold = "\033[1m", faint = "\033[2m",
                              code = "\033[36m", heading = "\033[1;34m";

size_t visibleWidth(llvm::StringRef text) {
  size_t width = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\033')
      i = text.find('m', i);
    else if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80)
      ++width;
  }
  return width;
}

/// Breaks at spaces; the first line begins with `first`, the others with `indent` spaces.
std::string wrap(llvm::StringRef text, const std::string &first, size_t indent,
                 size_t columns) {
  llvm::SmallVector<llvm::StringRef> words;
  text.split(words, ' ', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  std::string result = first;
  size_t used = visibleWidth(first);
  bool isLineStart = true;
  for (const llvm::StringRef word : words) {
    const size_t width = visibleWidth(word);
    if (!isLineStart && used + 1 + width > columns) {
      result += "\n" + std::string(indent, ' ');
      used = indent;
      isLineStart = true;
    }
    if (!isLineStart) {
      result += ' ';
      ++used;
    }
    result += word;
    used += width;
    isLineStart = false;
  }
  return result + "\n";
}

class Renderer {
public:
  explicit Renderer(unsigned columns) : columns_(columns) {}

  std::string render(llvm::StringRef markdown) {
    MD_PARSER parser{};
    parser.flags = MD_FLAG_TABLES | MD_FLAG_PERMISSIVEAUTOLINKS | MD_FLAG_NOHTML;
    parser.enter_block = [](MD_BLOCKTYPE type, void *detail, void *self) {
      static_cast<Renderer *>(self)->enter(type, detail);
      return 0;
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void *, void *self) {
      static_cast<Renderer *>(self)->leave(type);
      return 0;
    };
    parser.enter_span = [](MD_SPANTYPE type, void *, void *self) {
      static_cast<Renderer *>(self)->enter(type);
      return 0;
    };
    parser.leave_span = [](MD_SPANTYPE, void *, void *self) {
      static_cast<Renderer *>(self)->leaveSpan();
      return 0;
    };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *self) {
      static_cast<Renderer *>(self)->add(type, llvm::StringRef(text, size));
      return 0;
    };
    md_parse(markdown.data(), markdown.size(), &parser, this);
    return std::move(output_);
  }

private:
  void enter(MD_BLOCKTYPE type, void *detail) {
    if (type == MD_BLOCK_H)
      push(heading);
    if (type == MD_BLOCK_CODE) {
      const MD_ATTRIBUTE &info = static_cast<MD_BLOCK_CODE_DETAIL *>(detail)->info;
      const llvm::StringRef words(info.text, info.size);
      caption_ = words.contains("fires")   ? "reported"
                 : words.contains("clean") ? "fine"
                                           : "";
    }
    if (type == MD_BLOCK_UL || type == MD_BLOCK_OL)
      numbers_.push_back(type == MD_BLOCK_OL ? 1 : 0);
    if (type == MD_BLOCK_LI)
      flush();
    if (type == MD_BLOCK_TH)
      push(bold);
  }

  void leave(MD_BLOCKTYPE type) {
    switch (type) {
    case MD_BLOCK_H:
      leaveSpan();
      flush();
      break;
    case MD_BLOCK_P:
      flush();
      output_ += '\n';
      break;
    case MD_BLOCK_LI:
      flush();
      break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
      numbers_.pop_back();
      output_ += '\n';
      break;
    case MD_BLOCK_CODE:
      printCode();
      break;
    case MD_BLOCK_TH:
      leaveSpan();
      [[fallthrough]];
    case MD_BLOCK_TD:
      cells_.push_back(std::move(text_));
      text_.clear();
      break;
    case MD_BLOCK_TR:
      rows_.push_back(std::move(cells_));
      cells_.clear();
      break;
    case MD_BLOCK_TABLE:
      printTable();
      break;
    default:
      break;
    }
  }

  void enter(MD_SPANTYPE type) {
    push(type == MD_SPAN_CODE ? llvm::StringRef(code)
         : type == MD_SPAN_A  ? llvm::StringRef()
                              : llvm::StringRef(bold));
  }

  void push(llvm::StringRef style) {
    styles_.push_back(style);
    text_ += style;
  }

  void leaveSpan() {
    styles_.pop_back();
    text_ += reset;
    for (const llvm::StringRef style : styles_)
      text_ += style;
  }

  void add(MD_TEXTTYPE type, llvm::StringRef text) {
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
      text_ += ' ';
    else
      text_ += text;
  }

  /// The paragraph, heading or list item that was collected.
  void flush() {
    if (text_.empty())
      return;
    std::string first;
    if (!numbers_.empty()) {
      first = std::string(2 * (numbers_.size() - 1), ' ');
      first += numbers_.back() ? std::to_string(numbers_.back()++) + ". " : "- ";
    }
    output_ += wrap(text_, first, first.size(), columns_);
    text_.clear();
  }

  void printCode() {
    constexpr llvm::StringLiteral margin = "    ";
    if (!caption_.empty())
      output_ += (margin + faint + caption_ + ":" + reset + "\n").str();
    llvm::SmallVector<llvm::StringRef> lines;
    llvm::StringRef(text_).rtrim('\n').split(lines, '\n');
    for (const llvm::StringRef line : lines)
      output_ += (margin + code + line + reset + "\n").str();
    output_ += '\n';
    text_.clear();
  }

  /// Columns as wide as needed; the last one is wrapped.
  void printTable() {
    std::vector<size_t> widths;
    for (const auto &row : rows_)
      for (size_t i = 0; i + 1 < row.size(); ++i) {
        widths.resize(std::max(widths.size(), i + 1));
        widths[i] = std::max(widths[i], visibleWidth(row[i]));
      }
    for (const auto &row : rows_) {
      std::string first;
      for (size_t i = 0; i + 1 < row.size(); ++i)
        first += row[i] + std::string(widths[i] - visibleWidth(row[i]) + 2, ' ');
      output_ +=
          row.empty() ? "\n" : wrap(row.back(), first, visibleWidth(first), columns_);
    }
    output_ += '\n';
    rows_.clear();
  }

  size_t columns_;
  std::string output_, text_, caption_;
  std::vector<llvm::StringRef> styles_;
  std::vector<unsigned> numbers_; ///< Per open list: the next number, 0 for bullets.
  std::vector<std::string> cells_;
  std::vector<std::vector<std::string>> rows_;
};

} // namespace

std::string renderPage(llvm::StringRef markdown, unsigned columns) {
  constexpr unsigned narrow = 40, wide = 100; // longer lines are hard to read
  return Renderer(std::clamp(columns, narrow, wide)).render(markdown);
}

} // namespace async_tidy
