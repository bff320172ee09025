// RUN: %check-tidy %s async-stale-ref-across-suspend
// RUN: %check-tidy %s async-stale-ref-across-suspend --prefixes=CHECK,STRICT -o Strict=true
#include "home/loop.h"

#include <algorithm>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

using home::Task;
using home::tick;

void use(int);
void use(std::string_view);

// ---- iterators and loops (scylladb#13899, scylladb#29995, redpanda#11969, redpanda#19836)

class Server {
public:
  Task<> bad_loop() {
    for (int each : sessions_) {
      // CHECK: [[#@LINE-1]]:19: warning: 'sessions_' can change while this loop over it is suspended [async-stale-ref-across-suspend]
      // CHECK: [[#@LINE+4]]:7: note: the coroutine is suspended here
      // CHECK: note: meanwhile, this call may remove elements of 'sessions_'
      // CHECK: [[#@LINE+2]]:7: note: loop over a copy, or over what was moved out of the container
      use(each);
      co_await tick();
    }
  }
  Task<> bad_iterator_loop() {
    for (auto it = sessions_.begin(); it != sessions_.end(); ++it)
      // CHECK: [[#@LINE-1]]:39: warning: 'it' may dangle: 'sessions_' can change during the suspension
      co_await tick();
  }
  Task<> bad_find() {
    auto it = names_.find(1);
    co_await tick();
    use(it->second);
    // CHECK: [[#@LINE-1]]:9: warning: 'it' may dangle: 'names_' can change during the suspension
    // CHECK: [[#@LINE-4]]:10: note: the iterator into 'names_' is taken here
    // CHECK: [[#@LINE-4]]:5: note: the coroutine is suspended here
    // CHECK: note: meanwhile, this call may remove elements of 'names_'
    // CHECK: [[#@LINE-6]]:5: note: look it up again after the suspension, or copy what is needed
  }
  Task<> bad_algorithm() {
    auto it = std::find(sessions_.begin(), sessions_.end(), 1);
    co_await tick();
    sessions_.erase(it);
    // CHECK: [[#@LINE-1]]:21: warning: 'it' may dangle: 'sessions_' can change
  }
  Task<> bad_inserted() {
    auto it = names_.emplace(1, "x").first;
    co_await tick();
    names_.erase(it);
    // CHECK: [[#@LINE-1]]:18: warning: 'it' may dangle: 'names_' can change
  }
  Task<> bad_reference() {
    auto &first = sessions_.front();
    co_await tick();
    use(first);
    // CHECK: [[#@LINE-1]]:9: warning: 'first' may dangle: 'sessions_' can change
    // CHECK: note: the reference into 'sessions_' is taken here
  }
  Task<> bad_pointer() {
    const int *data = sessions_.data();
    co_await tick();
    use(*data);
    // CHECK: [[#@LINE-1]]:10: warning: 'data' may dangle
  }
  Task<> bad_address() {
    int *last = &sessions_[0];
    co_await tick();
    use(*last);
    // CHECK: [[#@LINE-1]]:10: warning: 'last' may dangle
  }
  Task<> bad_some_path(bool wait) {
    auto it = names_.find(1);
    if (wait)
      co_await tick();
    use(it->second);
    // CHECK: [[#@LINE-1]]:9: warning: 'it' may dangle
  }
  Task<> bad_hash() {
    for (auto &[key, value] : table_)
      // CHECK: [[#@LINE-1]]:29: warning: 'table_' can change while this loop over it is suspended
      // CHECK: note: meanwhile, this call may move the elements of 'table_'
      co_await tick();
  }
  void bad_in_lambda() {
    home::spawn([this]() -> Task<> {
      for (int each : sessions_)
        // CHECK: [[#@LINE-1]]:21: warning: 'sessions_' can change
        co_await tick();
    }());
  }
  Task<> bad_view() {
    std::string_view view = title_;
    co_await tick();
    use(view);
    // CHECK: [[#@LINE-1]]:9: warning: 'view' may dangle: 'title_' can change
  }

  Task<> ok_no_suspension_between() {
    co_await tick();
    for (int each : sessions_)
      use(each);
    auto it = names_.find(1);
    use(it->second);
    co_await tick();
  }
  Task<> ok_looked_up_again() {
    auto it = names_.find(1);
    use(it->second);
    co_await tick();
    it = names_.find(1);
    use(it->second);
  }
  Task<> ok_checked_again() {
    auto it = names_.find(1);
    co_await tick();
    if (names_.contains(1))
      use(it->second);
  }
  // clice#489, the second case: the loop is left right after the suspension.
  Task<> ok_loop_is_left() {
    for (int each : sessions_)
      if (each == 1) {
        co_await tick();
        break;
      }
  }
  Task<> ok_return_in_loop() {
    for (int each : sessions_) {
      co_await tick();
      co_return;
    }
  }
  Task<> ok_copy() {
    auto copy = sessions_;
    for (int each : copy)
      co_await tick();
  }
  Task<> ok_moved_out() {
    for (int each : std::exchange(sessions_, {}))
      co_await tick();
  }
  Task<> ok_copied_element() {
    auto name = names_.find(1)->second;
    int first = sessions_.front();
    co_await tick();
    use(name);
    use(first);
  }
  Task<> ok_shared_element() {
    auto shared = shared_.front();
    auto &target = *shared_.front();
    co_await tick();
    use(*shared + target);
  }
  Task<> ok_by_index() {
    for (unsigned index = 0; index < sessions_.size(); ++index) {
      use(sessions_[index]);
      co_await tick();
    }
  }
  // Nodes stay where they are: only the removal of this very element would hurt.
  Task<> maybe_node() {
    auto &name = names_[1];
    co_await tick();
    use(name);
    // STRICT: [[#@LINE-1]]:9: warning: 'name' may dangle: 'names_' can change
  }
  Task<> ok_under_async_lock() {
    auto guard = co_await mutex_.scoped_lock();
    for (int each : sessions_)
      co_await tick();
  }
  Task<> ok_under_lock_by_hand() {
    co_await mutex_.lock();
    for (int each : sessions_)
      co_await tick();
    mutex_.unlock();
  }
  // Nobody takes anything away, and nothing shows that `add` runs beside the loop.
  Task<> maybe_registry() {
    for (int each : handlers_)
      // STRICT: [[#@LINE-1]]:19: warning: 'handlers_' can change
      co_await tick();
  }
  Task<> ok_only_made_and_destroyed() {
    for (int each : fixed_)
      co_await tick();
  }
  Task<> ok_own_change() {
    for (auto it = own_.begin(); it != own_.end();) {
      co_await tick();
      it = own_.erase(it);
    }
  }
  Task<> ok_list_grows() {
    for (int each : list_)
      co_await tick();
  }
  Task<> ok_never_suspends() {
    for (int each : sessions_)
      co_await std::suspend_never();
  }
  Task<> ok_suppressed() {
    for (int each : sessions_) // NOLINT(async-stale-ref-across-suspend)
      co_await tick();
  }

  Server() { fixed_.push_back(1); }
  ~Server() { fixed_.clear(); }
  void close(int index) {
    sessions_.erase(sessions_.begin() + index);
    names_.erase(index);
    title_ += "x";
    title_.clear();
    shared_.clear();
  }
  void add(int handler) { handlers_.push_back(handler); }
  void append() { list_.push_back(1); }
  Task<> grow() {
    co_await tick();
    table_[1] = 2;
  }

private:
  std::vector<int> sessions_, handlers_, fixed_, own_;
  std::map<int, std::string> names_;
  std::unordered_map<int, int> table_;
  std::list<int> list_;
  std::vector<std::shared_ptr<int>> shared_;
  std::string title_;
  home::AsyncMutex mutex_;
};

// ---- owners

std::deque<int> queue;
void drain() { queue.pop_front(); }
Task<> bad_global() {
  for (int each : queue)
    // CHECK: [[#@LINE-1]]:17: warning: 'queue' can change
    co_await tick();
}
Task<> ok_local() {
  std::vector<int> all;
  for (int each : all)
    co_await tick();
  all.clear();
}
struct Request {
  std::vector<int> headers;
  void clear() { headers.clear(); }
};
Task<> ok_of_a_local(Request request) {
  for (int each : request.headers)
    co_await tick();
}
Task<> ok_of_another(const Request &request, Request *other) {
  for (int each : request.headers)
    co_await tick();
  for (int each : other->headers)
    co_await tick();
}
class Session : public std::enable_shared_from_this<Session> {
public:
  Task<> bad_through_self() {
    auto self = shared_from_this();
    for (int each : self->all_)
      // CHECK: [[#@LINE-1]]:19: warning: 'all_' can change
      co_await tick();
  }
  void clear() { std::vector<int>().swap(all_); all_ = {}; }

private:
  std::vector<int> all_;
};

template <class T> class Pool {
public:
  Task<> bad_in_template() {
    for (T &each : all_)
      // CHECK: [[#@LINE-1]]:18: warning: 'all_' can change
      co_await tick();
  }
  template <bool Late> Task<> ok_if_constexpr() {
    for (T &each : all_)
      if constexpr (Late)
        co_await tick();
  }
  void drop() { all_.pop_back(); }

private:
  std::vector<T> all_;
};
template class Pool<int>;
template Task<> Pool<int>::ok_if_constexpr<false>();

#define EACH(x) for (int each : x)
class InMacro {
  Task<> bad_macro() {
    EACH(all_) co_await tick();
    // CHECK: [[#@LINE-1]]:5: warning: 'all_' can change
  }
  void clear() { all_.clear(); }
  std::vector<int> all_;
};
