// REQUIRES: clients
// RUN: %check-tidy %s async-blocking-call
// Database and HTTP clients in C as their models know them, against the installed headers.

#include "home/task.h"

#include <curl/curl.h>
#include <hiredis/async.h>
#include <hiredis/hiredis.h>
#include <mariadb/mysql.h>
#include <postgresql/libpq-fe.h>
#include <sqlite3.h>
#include <unistd.h>

using home::Task;

Task<> bad_postgres(PGconn *connection) {
  PQexec(connection, "select 1");
  // CHECK: [[#@LINE-1]]:3: warning: 'PQexec' blocks its thread until the database answers
  // CHECK: note: 'bad_postgres' is a coroutine
  // CHECK: note: use instead: PQsendQuery and PQconsumeInput, or a thread pool
  co_await home::tick();
}

Task<> ok_postgres(PGconn *connection) {
  PQsendQuery(connection, "select 1");
  while (PQisBusy(connection)) {
    co_await home::tick();
    PQconsumeInput(connection);
  }
  PQclear(PQgetResult(connection));
  char *row = nullptr;
  PQgetCopyData(connection, &row, /*async=*/1);
}

Task<> bad_sqlite(sqlite3_stmt *statement) {
  sqlite3_step(statement);
  // CHECK: [[#@LINE-1]]:3: warning: 'sqlite3_step' blocks its thread until the database
  // CHECK: note: 'bad_sqlite' is a coroutine
  // CHECK: note: use instead: a worker thread that owns the connection
  sqlite3_sleep(0);
  sqlite3_sleep(10);
  // CHECK: [[#@LINE-1]]:3: warning: 'sqlite3_sleep' blocks its thread for the whole delay
  // CHECK: note:
  // CHECK: note: use instead
  sqlite3_bind_int(statement, 1, 1);
  co_await home::tick();
}

Task<> bad_mysql(MYSQL *connection, const char *query) {
  mysql_query(connection, query);
  // CHECK: [[#@LINE-1]]:3: warning: 'mysql_query' blocks its thread until the database
  // CHECK: note:
  // CHECK: note: use instead: the non-blocking form of the call
  int failed = 0;
  mysql_real_query_start(&failed, connection, query, 8);
  co_await home::tick();
}

Task<> bad_redis(redisContext *context) {
  freeReplyObject(redisCommand(context, "PING"));
  // CHECK: [[#@LINE-1]]:19: warning: 'redisCommand' blocks its thread until the database
  // CHECK: note:
  // CHECK: note: use instead: redisAsyncCommand
  co_await home::tick();
}

void bad_redis_callback(redisAsyncContext *context) {
  redisAsyncCommand(
      context, [](redisAsyncContext *, void *, void *) { usleep(1000); }, nullptr, "PING");
  // CHECK: [[#@LINE-1]]:58: warning: 'usleep' blocks its thread for the whole delay
  // CHECK: note: handed to 'redisAsyncCommand' here
  // CHECK: note: use instead
}

Task<> ok_redis_without_waiting() {
  redisContext *context = redisConnectNonBlock("localhost", 6379);
  redisAppendCommand(context, "PING");
  void *reply = nullptr;
  redisGetReply(context, &reply);
  co_await home::tick();
}

Task<> bad_curl(CURL *transfer, CURLM *transfers) {
  curl_easy_perform(transfer);
  // CHECK: [[#@LINE-1]]:3: warning: 'curl_easy_perform' blocks its thread until the peer acts
  // CHECK: note:
  // CHECK: note: use instead: curl_multi_socket_action in your event loop
  int running = 0;
  curl_multi_poll(transfers, nullptr, 0, 1000, nullptr);
  // CHECK: [[#@LINE-1]]:3: warning: 'curl_multi_poll' blocks its thread until a descriptor
  // CHECK: note:
  // CHECK: note: use instead
  curl_multi_poll(transfers, nullptr, 0, 0, nullptr);
  curl_multi_perform(transfers, &running);
  curl_multi_socket_action(transfers, CURL_SOCKET_TIMEOUT, 0, &running);
  co_await home::tick();
}
