#pragma once

#include "support/promise.h"

#include <string>

namespace boost::mysql {

class results {};

// A completion token decides what an asynchronous operation returns; here it is an awaiter.
struct use_awaiter_t {};

class any_connection {
public:
  ~any_connection();
  void execute(const std::string &query, results &result);
  template <class Token>
  stub::Awaiter<void> async_execute(const std::string &query, results &result, Token &&token) {
    return {};
  }
  template <class Token> stub::Awaiter<void> async_ping(Token &&token) { return {}; }
};

class pooled_connection {
public:
  pooled_connection(pooled_connection &&) noexcept;
  ~pooled_connection();
  any_connection *operator->() const;
  bool valid() const noexcept;
};

class connection_pool {
public:
  ~connection_pool();
  template <class Token> stub::Awaiter<pooled_connection> async_get_connection(Token &&token) {
    __builtin_trap();
  }
  void cancel();
};

} // namespace boost::mysql
