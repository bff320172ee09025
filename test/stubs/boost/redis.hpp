#pragma once

#include "support/promise.h"

namespace boost::redis {

class request {};
template <class... T> class response {};

template <class Executor> class basic_connection {
public:
  ~basic_connection();
  template <class Response, class Token>
  stub::Awaiter<void> async_exec(const request &, Response &, Token &&token) {
    return {};
  }
  void cancel();
};

class connection : public basic_connection<int> {};

} // namespace boost::redis
