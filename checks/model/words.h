// The words a model file uses for the enumerators of roles.h.
#pragma once

#include "model/roles.h"

#include "llvm/ADT/StringRef.h"

#include <utility>

namespace async_tidy::yaml {

template <typename E> using Word = std::pair<llvm::StringLiteral, E>;

/// The words of an enumeration; specialised for each one that a file can spell.
template <typename E> inline constexpr std::nullptr_t words = nullptr;

template <>
inline constexpr Word<Start> words<Start>[] = {
    {"unknown", Start::Unknown}, {"lazy", Start::Lazy}, {"eager", Start::Eager}};
template <>
inline constexpr Word<Drop> words<Drop>[] = {
    {"unknown", Drop::Unknown},       {"never-runs", Drop::NeverRuns},
    {"detaches", Drop::Detaches},     {"loses-error", Drop::LosesError},
    {"blocks", Drop::Blocks},         {"cancels", Drop::Cancels},
    {"terminates", Drop::Terminates}, {"harmless", Drop::Harmless}};
template <>
inline constexpr Word<LockTag> words<LockTag>[] = {
    {"defer", LockTag::Defer}, {"adopt", LockTag::Adopt}, {"try", LockTag::Try}};
template <>
inline constexpr Word<Bound> words<Bound>[] = {{"unknown", Bound::Unknown},
                                               {"unbounded", Bound::Unbounded},
                                               {"by-constructor", Bound::ByConstructor},
                                               {"by-template", Bound::ByTemplate},
                                               {"fixed", Bound::Fixed}};
template <>
inline constexpr Word<ExecutorKind> words<ExecutorKind>[] = {
    {"loop", ExecutorKind::Loop},
    {"pool", ExecutorKind::Pool},
    {"strand", ExecutorKind::Strand},
    {"inline", ExecutorKind::Inline}};
template <>
inline constexpr Word<BlockingKind> words<BlockingKind>[] = {
    {"sleep", BlockingKind::Sleep},       {"network", BlockingKind::Network},
    {"dns", BlockingKind::Dns},           {"file", BlockingKind::File},
    {"stdin", BlockingKind::Stdin},       {"process", BlockingKind::Process},
    {"database", BlockingKind::Database}, {"lock", BlockingKind::Lock},
    {"wait", BlockingKind::Wait},         {"join", BlockingKind::Join},
    {"poll", BlockingKind::Poll},         {"run-loop", BlockingKind::RunLoop},
    {"log", BlockingKind::Log},           {"cpu", BlockingKind::Cpu}};
template <>
inline constexpr Word<WaitKind> words<WaitKind>[] = {
    {"connect", WaitKind::Connect},   {"handshake", WaitKind::Handshake},
    {"read", WaitKind::Read},         {"write", WaitKind::Write},
    {"resolve", WaitKind::Resolve},   {"request", WaitKind::Request},
    {"shutdown", WaitKind::Shutdown}, {"accept", WaitKind::Accept},
    {"receive", WaitKind::Receive},   {"send", WaitKind::Send},
    {"lock", WaitKind::Lock},         {"event", WaitKind::Event},
    {"timer", WaitKind::Timer},       {"join", WaitKind::Join}};
template <>
inline constexpr Word<Runs> words<Runs>[] = {{"unknown", Runs::Unknown},
                                             {"inline", Runs::Inline},
                                             {"loop", Runs::Loop},
                                             {"offload", Runs::Offload},
                                             {"thread", Runs::Thread}};
template <>
inline constexpr Word<Keeps> words<Keeps>[] = {{"call", Keeps::Call},
                                               {"task", Keeps::Task},
                                               {"caller", Keeps::Caller},
                                               {"stored", Keeps::Stored}};
template <>
inline constexpr Word<Combine> words<Combine>[] = {{"all", Combine::All},
                                                   {"any", Combine::Any}};
template <>
inline constexpr Word<LockEffect> words<LockEffect>[] = {
    {"acquire", LockEffect::Acquire},
    {"try-acquire", LockEffect::TryAcquire},
    {"release", LockEffect::Release},
    {"notify", LockEffect::Notify}};
template <>
inline constexpr Word<Storage> words<Storage>[] = {{"contiguous", Storage::Contiguous},
                                                   {"deque", Storage::Deque},
                                                   {"nodes", Storage::Nodes},
                                                   {"hash", Storage::Hash},
                                                   {"flat", Storage::Flat}};
template <>
inline constexpr Word<PermitEffect> words<PermitEffect>[] = {
    {"acquire", PermitEffect::Acquire},
    {"try-acquire", PermitEffect::TryAcquire},
    {"release", PermitEffect::Release}};
template <>
inline constexpr Word<Direction> words<Direction>[] = {
    {"read", Direction::Read}, {"write", Direction::Write}, {"both", Direction::Both}};

/// Subjects on which a framework can give advice.
inline constexpr llvm::StringLiteral adviceTopics[] = {
    "sleep",       "mutex",    "queue",  "timeout", "offload",  "await", "wait",
    "spawn-limit", "closure",  "guard",  "network", "file",     "dns",   "process",
    "stdin",       "database", "errors", "permit",  "write-all"};

} // namespace async_tidy::yaml
