// RUN: %check-tidy %s async-discarded-task,async-sync-wait-on-loop,async-blocking-call,async-lambda-coroutine-capture,async-await-without-timeout
// drogon and trantor as the model knows them, against the stubs.

#include "drogon/utils/coroutine.h"

#include <unistd.h>

using drogon::Task;

Task<int> fetch();

Task<> bad_calls(drogon::HttpClient &client, drogon::orm::DbClient &db,
                 const drogon::HttpRequestPtr &request) {
  client.sendRequest(request);
  // CHECK: [[#@LINE-1]]:10: warning: 'sendRequest' blocks its thread
  // CHECK: note: use instead: co_await client.sendRequestCoro(request)
  db.execSqlSync("select 1");
  // CHECK: [[#@LINE-1]]:6: warning: 'execSqlSync' blocks its thread until the database answers
  drogon::sync_wait(fetch());
  // CHECK: [[#@LINE-1]]:3: warning: 'sync_wait' blocks its thread
  co_await fetch();
}

Task<> bad_drops(trantor::EventLoop *loop) {
  fetch();
  // CHECK: [[#@LINE-1]]:3: warning: the task of 'fetch' is dropped here
  drogon::sleepCoro(loop, 1);
  // CHECK: [[#@LINE-1]]:3: warning: 'sleepCoro' does nothing until it is awaited
  co_return;
}

Task<> bad_no_deadline(drogon::HttpClient &client, drogon::HttpRequestPtr request) {
  co_await client.sendRequestCoro(request);
  // CHECK: [[#@LINE-1]]:19: warning: 'sendRequestCoro' has no deadline
  // CHECK: note: pass it a limit: its parameter 'timeout'
}

Task<> ok_calls(drogon::HttpClient &client, drogon::HttpRequestPtr request,
                trantor::EventLoop *loop) {
  client.sendRequest(request, [](int, const drogon::HttpResponsePtr &) {});
  co_await client.sendRequestCoro(request, 5);
  co_await drogon::sleepCoro(loop, 1);
}

void bad_on_the_loop(trantor::EventLoop &loop) {
  loop.queueInLoop([] { usleep(10); });
  // CHECK: [[#@LINE-1]]:25: warning: 'usleep' blocks its thread
}

void ok_on_a_queue(trantor::ConcurrentTaskQueue &queue) {
  queue.runTaskInQueue([] { usleep(10); });
}

// async_run moves the closure into a frame.
void ok_kept_closure(std::string text) {
  drogon::async_run([text]() -> Task<> {
    co_await fetch();
    (void)text;
  });
}
