// Spells the vocabulary of roles.h in YAML: keys in kebab case, one word per enumerator.
// LLVM's reader refuses unknown keys and knows the line of every node.
#pragma once

#include "model/yaml-roles.h"
#include "model/yaml.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>

namespace async_tidy::yaml {

/// What the traits need to know about the file being read.
struct Reading {
  llvm::StringRef text;
  const char *counted = text.begin(); ///< Entries come in order: count lines only once.
  unsigned countedLine = 1;
  std::string message =
      {}; ///< Keeps a scalar's error text alive while the reader prints it.

  /// The reader scans `text` in place: nodes and unescaped scalars point into it.
  unsigned line(const char *position) {
    if (position < text.begin() || position > text.end())
      return 1;
    if (position < counted)
      counted = text.begin(), countedLine = 1;
    countedLine += std::count(counted, position, '\n');
    counted = position;
    return countedLine;
  }
};

/// An enumeration that a file can spell.
template <typename E>
concept Vocabulary = std::is_enum_v<E> && std::is_array_v<decltype(words<E>)>;

/// Keys of an entry that say nothing about what it is; every other one is a role.
inline constexpr llvm::StringLiteral plainKeys[] = {"name", "names", "none", "since",
                                                    "instead"};

template <typename Facts> void mapKeys(IO &io, Entry<Facts> &entry) {
  const auto &input = static_cast<llvm::yaml::Input &>(io);
  auto &reading = *static_cast<Reading *>(io.getContext());
  entry.facts.origin.line =
      reading.line(input.getCurrentNode()->getSourceRange().Start.getPointer());
  entry.hasRole = llvm::any_of(
      io.keys(), [](llvm::StringRef key) { return !llvm::is_contained(plainKeys, key); });
  std::string name;
  io.mapOptional("name", name);
  io.mapOptional("names", entry.names);
  io.mapOptional("none", entry.facts.none);
  io.mapOptional("since", entry.facts.since);
  mapKeys(io, entry.facts);
  if (name.empty() == entry.names.empty())
    io.setError("an entry needs either 'name' or 'names'");
  if (!name.empty())
    entry.names.push_back(std::move(name));
}

/// A name with its line, which is needed when the model it names is looked up.
struct Reference {
  std::string name;
  unsigned line = 0;
};

inline void mapKeys(IO &io, File &file) {
  io.mapRequired("framework", file.model.name);
  Reference extends;
  io.mapOptional("extends", extends);
  file.model.extends = std::move(extends.name);
  file.model.extendsLine = extends.line;
  std::vector<Reference> off;
  io.mapOptional("switch-off", off);
  for (Reference &framework : off) {
    file.model.switchOff.push_back(std::move(framework.name));
    file.model.switchOffLine = framework.line;
  }
  io.mapOptional("c-linkage", file.model.cLinkage);
  io.mapOptional("namespaces", file.model.namespaces);
  io.mapOptional("headers", file.model.headers);
  io.mapOptional("types", file.types);
  io.mapOptional("functions", file.functions);
  io.mapOptional("markers", file.markers);
  io.mapOptional("advice", file.model.advice);
  io.mapOptional("cancellation", file.model.cancellations);
}

template <typename T>
concept Mapped = requires(IO &io, T &value) {
  mapKeys(io, value);
};

} // namespace async_tidy::yaml

namespace llvm::yaml {

template <async_tidy::yaml::Mapped T> struct MappingTraits<T> {
  static void mapping(IO &io, T &value) { async_tidy::yaml::mapKeys(io, value); }
  static const bool flow = true; // written on one line
};

template <> struct SequenceElementTraits<async_tidy::yaml::Reference> {
  static const bool flow = true;
};

template <typename T>
requires async_tidy::yaml::Mapped<T>
struct SequenceElementTraits<T> {
  static const bool flow = true;
};

template <async_tidy::yaml::Vocabulary E> struct ScalarTraits<E> {
  static void output(const E &value, void *, raw_ostream &out) {
    for (const auto &[word, meaning] : async_tidy::yaml::words<E>)
      if (meaning == value)
        out << word;
  }
  static StringRef input(StringRef text, void *context, E &value) {
    for (const auto &[word, meaning] : async_tidy::yaml::words<E>)
      if (word == text) {
        value = meaning;
        return {};
      }
    auto &message = static_cast<async_tidy::yaml::Reading *>(context)->message;
    message = ("unknown value '" + text + "'; known: ").str();
    message += llvm::join(llvm::make_first_range(async_tidy::yaml::words<E>), ", ");
    return message;
  }
  static QuotingType mustQuote(StringRef) { return QuotingType::None; }
};

template <> struct ScalarTraits<async_tidy::yaml::Argument> {
  static void output(const async_tidy::yaml::Argument &value, void *, raw_ostream &out) {
    if (value.index == async_tidy::Receiver)
      out << "receiver";
    else if (value.index == -1)
      out << "last";
    else
      out << value.index;
  }
  static StringRef input(StringRef text, void *, async_tidy::yaml::Argument &value) {
    unsigned number = 0;
    if (text == "last")
      value.index = -1;
    else if (text == "receiver")
      value.index = async_tidy::Receiver;
    else if (text.getAsInteger(10, number) || number > 99)
      return "an argument is a number from 0, 'last' or 'receiver'";
    else
      value.index = static_cast<async_tidy::ArgumentIndex>(number);
    return {};
  }
  static QuotingType mustQuote(StringRef) { return QuotingType::None; }
};

template <> struct ScalarTraits<async_tidy::yaml::Reference> {
  static void output(const async_tidy::yaml::Reference &, void *, raw_ostream &) {}
  static StringRef input(StringRef text, void *context,
                         async_tidy::yaml::Reference &value) {
    value.name = text.str();
    value.line = static_cast<async_tidy::yaml::Reading *>(context)->line(text.begin());
    return {};
  }
  static QuotingType mustQuote(StringRef) { return QuotingType::None; }
};

template <> struct ScalarTraits<async_tidy::Advice> {
  static void output(const async_tidy::Advice &, void *, raw_ostream &) {}
  static StringRef input(StringRef text, void *context, async_tidy::Advice &advice) {
    advice.text = text.str();
    if (is_contained(async_tidy::yaml::adviceTopics, advice.topic))
      return {};
    auto &message = static_cast<async_tidy::yaml::Reading *>(context)->message;
    message = "unknown topic '" + advice.topic +
              "'; known: " + llvm::join(ArrayRef(async_tidy::yaml::adviceTopics), ", ");
    return message;
  }
  static QuotingType mustQuote(StringRef) { return QuotingType::None; }
};

template <> struct CustomMappingTraits<std::vector<async_tidy::Advice>> {
  static void inputOne(IO &io, StringRef topic, std::vector<async_tidy::Advice> &all) {
    async_tidy::Advice &advice = all.emplace_back();
    advice.topic = topic.str();
    io.mapRequired(advice.topic.c_str(), advice);
  }
  static void output(IO &, std::vector<async_tidy::Advice> &) {}
};

} // namespace llvm::yaml
