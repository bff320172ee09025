// Boost.Asio: a channel that is asked, and one that is awaited.
// REQUIRES: boost
// RUN: %check-tidy %s async-loop-without-suspension
#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>

namespace asio = boost::asio;
using Jobs = asio::experimental::channel<void(boost::system::error_code, int)>;
using Task = asio::awaitable<void>;
Task handle(int job);

Task bad_asks(Jobs &jobs) {
  int job = 0;
  for (;;) {
    const bool received = jobs.try_receive([&](auto, int value) { job = value; });
    if (!received)
      continue;
    // CHECK: [[#@LINE-4]]:3: warning: this loop may spin without a suspension: no other task runs meanwhile [async-loop-without-suspension]
    co_await handle(job);
  }
}

Task bad_noSuspension(Jobs &jobs) {
  while (jobs.is_open())
    co_await asio::this_coro::executor;
  // CHECK: [[#@LINE-2]]:3: warning: this loop may spin without a suspension
}

Task ok_awaits(Jobs &jobs) {
  for (;;)
    co_await handle(co_await jobs.async_receive(asio::use_awaitable));
}

Task ok_yields(Jobs &jobs) {
  while (!jobs.ready())
    co_await asio::post(asio::use_awaitable);
}
