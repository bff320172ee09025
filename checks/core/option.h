// An option of a check is one declaration: it reads, stores, validates and documents
// itself, so `--dump-config`, `--verify-config` and the docs table cannot disagree with
// the code.
#pragma once

#include "core/check.h"

#include "llvm/ADT/StringExtras.h"

#include <string>
#include <vector>

namespace async_tidy {

/// What list, explain and the docs show of an option.
class OptionBase {
public:
  virtual ~OptionBase() = default;
  OptionBase(const OptionBase &) = delete;
  OptionBase &operator=(const OptionBase &) = delete;

  llvm::StringRef name() const { return name_; }
  llvm::StringRef doc() const { return doc_; }
  virtual std::string typeName() const = 0;
  virtual std::string value() const = 0;
  virtual std::string defaultValue() const = 0;

protected:
  OptionBase(Check *owner, llvm::StringLiteral name, llvm::StringLiteral doc)
      : name_(name), doc_(doc) {
    owner->options_.push_back(this);
  }
  static const Host &hostOf(const Check &owner) { return owner.host_; }

private:
  llvm::StringLiteral name_, doc_;
};

namespace detail {
std::string printOption(bool value);
std::string printOption(unsigned value);
std::string printOption(const std::vector<std::string> &value);
bool readOption(const Host &host, llvm::StringRef name, bool fallback);
unsigned readOption(const Host &host, llvm::StringRef name, unsigned fallback);
std::vector<std::string> readOption(const Host &host, llvm::StringRef name,
                                    const std::vector<std::string> &fallback);
constexpr llvm::StringLiteral typeName(bool) { return "bool"; }
constexpr llvm::StringLiteral typeName(unsigned) { return "number"; }
inline llvm::StringLiteral typeName(const std::vector<std::string> &) { return "list"; }
} // namespace detail

/// `Option<bool> strict_{this, "Strict", false, "Also report ..."};` A list is written
/// `a;b;c` in the configuration. The default is the quiet choice.
template <typename T> class Option final : public OptionBase {
public:
  Option(Check *owner, llvm::StringLiteral name, T fallback, llvm::StringLiteral doc)
      : OptionBase(owner, name, doc), fallback_(std::move(fallback)),
        value_(detail::readOption(hostOf(*owner), name, fallback_)) {}

  const T &operator*() const { return value_; }
  const T *operator->() const { return &value_; }

  std::string typeName() const override { return detail::typeName(fallback_).str(); }
  std::string value() const override { return detail::printOption(value_); }
  std::string defaultValue() const override { return detail::printOption(fallback_); }

private:
  T fallback_;
  T value_;
};

} // namespace async_tidy
