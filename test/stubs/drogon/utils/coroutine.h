#pragma once

#include "support/promise.h"
#include "trantor/net/EventLoop.h"

#include <memory>
#include <string>
#include <utility>

namespace drogon {

template <class T = void> struct [[nodiscard]] Task {
  using promise_type = stub::Promise<Task, T, std::suspend_always>;
  Task(Task &&) noexcept;
  ~Task();
  stub::Awaiter<T> operator co_await() const noexcept;
};

struct AsyncTask {
  using promise_type = stub::Promise<AsyncTask, void, std::suspend_never>;
};

template <class T = void> struct CallbackAwaiter {
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
};

namespace internal {
struct [[nodiscard]] TimerAwaiter : CallbackAwaiter<void> {};
} // namespace internal

internal::TimerAwaiter sleepCoro(trantor::EventLoop *loop, double delay) noexcept;

template <class Await> auto sync_wait(Await &&await) {
  return await.operator co_await().await_resume();
}
template <class Coro> void async_run(Coro &&coro) { __builtin_trap(); }

class HttpRequest;
class HttpResponse;
using HttpRequestPtr = std::shared_ptr<HttpRequest>;
using HttpResponsePtr = std::shared_ptr<HttpResponse>;
using HttpReqCallback = std::function<void(int, const HttpResponsePtr &)>;

class HttpClient {
public:
  virtual ~HttpClient();
  virtual void sendRequest(const HttpRequestPtr &, const HttpReqCallback &callback,
                           double timeout = 0) = 0;
  std::pair<int, HttpResponsePtr> sendRequest(const HttpRequestPtr &, double timeout = 0);
  CallbackAwaiter<HttpResponsePtr> sendRequestCoro(HttpRequestPtr, double timeout = 0);
};

namespace orm {
class DbClient {
public:
  virtual ~DbClient();
  template <class... Args> int execSqlSync(const std::string &sql, Args &&...) {
    __builtin_trap();
  }
  template <class... Args> CallbackAwaiter<int> execSqlCoro(const std::string &, Args...) {
    __builtin_trap();
  }
};
} // namespace orm

} // namespace drogon
