#pragma once

#include "support/promise.h"

#include <chrono>
#include <cstddef>
#include <tuple>

namespace boost::cobalt {

template <class T> struct [[nodiscard]] task {
  using promise_type = stub::Promise<task, T, std::suspend_always>;
  task(task &&) noexcept;
  ~task();
  stub::Awaiter<T> operator co_await();
};

template <class T> struct [[nodiscard]] promise {
  using promise_type = stub::Promise<promise, T, std::suspend_never>;
  promise(promise &&) noexcept;
  ~promise();
  stub::Awaiter<T> operator co_await();
  void operator+() &&;
  void detach();
  void cancel(int type = 0);
  bool ready() const;
};

struct detached {
  using promise_type = stub::Promise<detached, void, std::suspend_never>;
};

struct thread {
  using promise_type = stub::Promise<thread, void, std::suspend_always>;
  ~thread();
  void join();
};

template <class T> T run(task<T> t) { __builtin_trap(); }

template <class T> struct channel {
  explicit channel(std::size_t limit = 0u);
  [[nodiscard]] stub::Awaiter<T> read();
  template <class U> [[nodiscard]] stub::Awaiter<void> write(U &&value);
  void close();
};

struct wait_group {
  void push_back(promise<void> p);
  stub::Awaiter<void> wait();
  stub::Awaiter<void> wait_one();
};

template <class... P> auto race(P &&...) -> stub::Awaiter<std::size_t> { __builtin_trap(); }
template <class... P> auto gather(P &&...) -> stub::Awaiter<std::tuple<P...>> {
  __builtin_trap();
}

namespace io {

struct mutable_buffer_sequence {
  mutable_buffer_sequence(void *, std::size_t);
};
template <std::size_t N> mutable_buffer_sequence buffer(char (&data)[N]);

struct [[nodiscard]] steady_sleep {
  stub::Awaiter<void> operator co_await();
};
steady_sleep sleep(std::chrono::steady_clock::duration);

struct [[nodiscard]] read_op {
  stub::Awaiter<std::size_t> operator co_await();
};
struct read_stream {
  read_op read_some(mutable_buffer_sequence buffer);
};
struct stream_socket : read_stream {
  ~stream_socket();
  read_op read_some(mutable_buffer_sequence buffer);
};

} // namespace io
} // namespace boost::cobalt
