// RUN: %check-tidy %s async-await-without-timeout
// RUN: %check-tidy %s async-await-without-timeout --silent -o 'Kinds=lock;event'
#include "home/task.h"

#include <chrono>

using home::Task;
using namespace std::chrono_literals;

// A home-made client teaches us by annotation.
struct Client {
  [[clang::annotate("async::wait")]] Task<int> query(int key);
  [[clang::annotate("async::wait")]] Task<int> query(int key, std::chrono::milliseconds limit);
  [[clang::annotate("async::wait: {kind: request, deadline: 1}")]] Task<int> ask(int key, double patience = 0);
  Task<int> local(int key);
};

Task<int> bad_ask(Client &client) {
  co_return co_await client.ask(1);
  // CHECK: :[[#@LINE-1]]:29: warning: 'ask' has no deadline
  // CHECK: :[[#@LINE-2]]:29: note: pass it a limit: its parameter 'patience'
}
Task<int> ok_ask(Client &client) { co_return co_await client.ask(1, 2.5); }

Task<int> bad_query(Client &client) {
  co_return co_await client.query(1);
  // CHECK: :[[#@LINE-1]]:29: warning: 'query' has no deadline: if the peer falls silent, this coroutine never goes on [async-await-without-timeout]
  // CHECK: :[[#@LINE-2]]:29: note: use instead: a timer that cancels the operation
}

Task<int> ok_deadline_argument(Client &client) { co_return co_await client.query(1, 50ms); }

Task<int> ok_unknown_operation(Client &client) { co_return co_await client.local(1); }

// ---- around the operation

template <class T> Task<T> within(Task<T> task, std::chrono::milliseconds limit);
Task<int> ok_limit_around(Client &client) { co_return co_await within(client.query(1), 50ms); }

constexpr auto patience = 50ms;
Task<int> ok_named_limit(Client &client) {
  const auto limit = 2 * patience;
  co_return co_await within(client.query(1), limit);
}

// What an unknown function does with the operation is unknown too.
template <class T> Task<T> traced(Task<T> task);
Task<int> ok_unknown_wrapper(Client &client) { co_return co_await traced(client.query(1)); }

Task<int> bad_moved(Client &client) {
  co_return co_await std::move(client.query(1));
  // CHECK: :[[#@LINE-1]]:39: warning: 'query' has no deadline
}

// Who awaits it is not known.
Task<int> ok_returned(Client &client) { return client.query(1); }

// ---- callers

Task<int> ok_bounded_by_caller(Client &client) { co_return co_await client.query(1); }
Task<int> caller(Client &client) {
  co_return co_await within(ok_bounded_by_caller(client), 50ms);
}

Task<int> ok_bounded_two_up(Client &client) { co_return co_await client.query(1); }
Task<int> middle(Client &client) { co_return co_await ok_bounded_two_up(client); }
Task<int> top(Client &client) { co_return co_await within(middle(client), 50ms); }

Task<int> bad_recursive(Client &client, int depth) {
  if (depth > 0)
    co_return co_await bad_recursive(client, depth - 1);
  co_return co_await client.query(1);
  // CHECK: :[[#@LINE-1]]:29: warning: 'query' has no deadline
}
Task<int> startsRecursion(Client &client) { co_return co_await bad_recursive(client, 3); }

// ---- one finding for each object

Task<int> bad_twice(Client &client) {
  int sum = co_await client.query(1);
  // CHECK: :[[#@LINE-1]]:29: warning: 'query' has no deadline
  // CHECK: :[[#@LINE+1]]:26: note: 'query' has none either
  sum += co_await client.query(2);
  co_return sum;
}

// ---- templates, macros, branches

template <class T> Task<T> bad_template(Client &client) {
  co_return co_await client.query(1);
  // CHECK: :[[#@LINE-1]]:29: warning: 'query' has no deadline
}
template Task<int> bad_template(Client &);
template Task<long> bad_template(Client &);

template <bool Remote> Task<int> ok_if_constexpr(Client &client) {
  if constexpr (Remote)
    co_return co_await client.query(1);
  else
    co_return co_await client.local(1);
}
template Task<int> ok_if_constexpr<false>(Client &);

#define FETCH(client) co_await client.query(1)
Task<int> bad_macro(Client &client) { co_return FETCH(client); }
// CHECK: :[[#@LINE-1]]:49: warning: 'query' has no deadline

auto lambda = [](Client &client) -> Task<int> {
  co_return co_await client.query(1);
  // CHECK: :[[#@LINE-1]]:29: warning: 'query' has no deadline
};

Task<int> ok_suppressed(Client &client) {
  co_return co_await client.query(1); // NOLINT(async-await-without-timeout)
}

// ---- what the operation itself offers

struct Feed {
  [[clang::annotate("async::wait: {kind: read, deadline: 0}")]]
  Task<int> next(std::chrono::milliseconds limit = {});
};
Task<int> bad_ownLimit(Feed &feed) {
  co_return co_await feed.next();
  // CHECK: :[[#@LINE-1]]:27: warning: 'next' has no deadline
  // CHECK: :[[#@LINE-2]]:27: note: pass it a limit: its parameter 'limit'
}
Task<int> ok_ownLimit(Feed &feed) { co_return co_await feed.next(50ms); }
