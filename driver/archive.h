// MsgPack, with one list of fields per type for both directions: `visit(archive, value)`
// names the fields, and a Writer writes them, a Reader reads them. No names are stored,
// so a changed list of fields needs a new version number where the bytes outlive a build.
#pragma once

#include "driver/digest.h"
#include "driver/paths.h"

#include "llvm/BinaryFormat/MsgPackReader.h"
#include "llvm/BinaryFormat/MsgPackWriter.h"
#include "llvm/Support/raw_ostream.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <string>
#include <type_traits>
#include <vector>

namespace async_tidy::archive {

/// Marks a field as a path, which is kept relative to the root.
struct Path {
  std::string &text;
};

class Writer {
public:
  Writer(std::string &into, llvm::StringRef root)
      : stream_(into), writer_(stream_), root_(root) {}

  /// Writes the values one after the other.
  template <typename... Ts> void operator()(Ts &&...values) { (put(values), ...); }

private:
  template <typename T> void put(T &value) {
    if constexpr (std::is_same_v<T, double> || std::is_same_v<T, bool>)
      writer_.write(value);
    else if constexpr (std::is_enum_v<T> || std::is_unsigned_v<T>)
      writer_.write(static_cast<uint64_t>(value));
    else if constexpr (std::is_integral_v<T>)
      writer_.write(static_cast<int64_t>(value));
    else
      visit(*this, value);
  }
  void put(Digest &digest) { writer_.write(llvm::toStringRef(digest)); }
  void put(std::string &text) { writer_.write(llvm::StringRef(text)); }
  void put(Path &path) { writer_.write(llvm::StringRef(relativePath(path.text, root_))); }
  template <typename T> void put(std::vector<T> &values) {
    writer_.writeArraySize(values.size());
    for (T &value : values)
      put(value);
  }
  template <typename T> void put(std::map<std::string, T> &values) {
    writer_.writeMapSize(values.size());
    for (auto &[key, value] : values) {
      writer_.write(llvm::StringRef(key));
      put(value);
    }
  }

  llvm::raw_string_ostream stream_;
  llvm::msgpack::Writer writer_;
  llvm::StringRef root_;
};

class Reader {
public:
  Reader(llvm::StringRef bytes, llvm::StringRef root) : reader_(bytes), root_(root) {}

  /// Reads the values one after the other; what does not fit makes `ok()` false.
  template <typename... Ts> void operator()(Ts &&...values) { (get(values), ...); }

  bool ok() const { return ok_; }

private:
  using Type = llvm::msgpack::Type;

  template <typename T> void get(T &value) {
    if constexpr (std::is_same_v<T, double>)
      value = next(Type::Float) ? object_.Float : 0;
    else if constexpr (std::is_same_v<T, bool>)
      value = next(Type::Boolean) && object_.Bool;
    else if constexpr (std::is_enum_v<T> || std::is_integral_v<T>)
      value = static_cast<T>(integer());
    else
      visit(*this, value);
  }
  void get(Digest &digest) {
    const llvm::StringRef bytes = string();
    if ((ok_ = bytes.size() == digest.size()))
      llvm::copy(bytes, digest.begin());
  }
  void get(std::string &text) { text = string(); }
  void get(Path &path) {
    const llvm::StringRef text = string();
    path.text =
        text.empty() || text.starts_with("/") ? text.str() : (root_ + "/" + text).str();
  }
  template <typename T> void get(std::vector<T> &values) {
    const size_t size = next(Type::Array) ? object_.Length : 0;
    for (size_t i = 0; i < size && ok_; ++i)
      get(values.emplace_back());
  }
  template <typename T> void get(std::map<std::string, T> &values) {
    const size_t size = next(Type::Map) ? object_.Length : 0;
    for (size_t i = 0; i < size && ok_; ++i) {
      const std::string key = string().str();
      get(values[key]);
    }
  }

  bool read() {
    llvm::Expected<bool> more = reader_.read(object_);
    if (!more)
      llvm::consumeError(more.takeError());
    else if (*more)
      return ok_;
    return ok_ = false;
  }
  bool next(Type kind) { return ok_ = read() && object_.Kind == kind; }
  llvm::StringRef string() { return next(Type::String) ? object_.Raw : ""; }
  uint64_t integer() {
    if (!read())
      return 0;
    if (object_.Kind == Type::UInt)
      return object_.UInt;
    ok_ = object_.Kind == Type::Int;
    return ok_ ? static_cast<uint64_t>(object_.Int) : 0;
  }

  llvm::msgpack::Reader reader_;
  llvm::msgpack::Object object_;
  llvm::StringRef root_;
  bool ok_ = true;
};

} // namespace async_tidy::archive
