// RUN: %check-tidy %s async-blocking-call,async-await-without-timeout,async-lock-across-suspend
// Boost.MySQL and Boost.Redis as their models know them, against the stubs.

#include "boost/mysql.hpp"
#include "boost/redis.hpp"
#include "home/task.h"

#include <mutex>

using home::Task;
namespace mysql = boost::mysql;
namespace redis = boost::redis;

constexpr mysql::use_awaiter_t token;
std::mutex m;

Task<> bad_blocks(mysql::any_connection &connection, mysql::results &result) {
  connection.execute("select 1", result);
  // CHECK: [[#@LINE-1]]:14: warning: 'execute' blocks its thread until the database answers
  // CHECK: note: use instead: the async_ form of the call with asio::use_awaitable
  co_await connection.async_ping(token);
  // CHECK: [[#@LINE-1]]:23: warning: 'async_ping' has no deadline
}

Task<> bad_pooled(mysql::connection_pool &pool, mysql::results &result) {
  auto connection = co_await pool.async_get_connection(token);
  co_await connection->async_execute("select 1", result, token);
  // CHECK: [[#@LINE-1]]:24: warning: 'async_execute' has no deadline
}

Task<> bad_locked(redis::connection &connection, redis::response<int> &answer) {
  std::lock_guard guard(m);
  co_await connection.async_exec(redis::request(), answer, token);
  // CHECK: [[#@LINE-1]]:3: warning: 'guard' stays locked while the coroutine is suspended
  // CHECK: [[#@LINE-2]]:23: warning: 'async_exec' has no deadline
}

void ok_not_in_a_coroutine(mysql::any_connection &connection, mysql::results &result) {
  connection.execute("select 1", result);
}
