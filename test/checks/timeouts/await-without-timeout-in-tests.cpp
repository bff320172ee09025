// RUN: %check-tidy %s async-await-without-timeout --silent
// RUN: %check-tidy %s async-await-without-timeout -o InTests=true
#include "home/task.h"

#define TEST(suite, name) static void suite##_##name##_body()

struct Client {
  [[clang::annotate("async::wait")]] home::Task<int> query(int key);
};

TEST(ClientTest, AnswersQueries) {
  auto work = [](Client &client) -> home::Task<int> {
    co_return co_await client.query(1);
    // CHECK: :[[#@LINE-1]]:31: warning: 'query' has no deadline: if the peer falls silent, this coroutine never goes on [async-await-without-timeout]
  };
  Client client;
  home::syncWait(work(client));
}
