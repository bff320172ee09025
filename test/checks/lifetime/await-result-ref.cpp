// RUN: %check-tidy %s async-await-result-ref --fix
#include "home/task.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

using home::Task;
using home::tick;

void use(const std::string &);
void use(int);

// ---- tasks that give out a reference into their frame (llvm#177023)

template <class T> class Own {
public:
  struct promise_type : home::detail::PromiseBase {
    std::optional<T> stored;
    Own get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    void return_value(T value) { stored = std::move(value); }
    T &result() & { return *stored; }
    T &&result() && { return std::move(*stored); }
  };
  struct Awaiter {
    std::coroutine_handle<promise_type> coroutine;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) noexcept;
    decltype(auto) await_resume() { return std::move(coroutine.promise()).result(); }
  };
  struct LvalueAwaiter : Awaiter {
    T &await_resume() { return this->coroutine.promise().result(); }
  };
  Own(std::coroutine_handle<promise_type> handle) : coroutine_(handle) {}
  Own(Own &&other) noexcept : coroutine_(std::exchange(other.coroutine_, {})) {}
  ~Own() { if (coroutine_) coroutine_.destroy(); }
  auto operator co_await() && noexcept { return Awaiter{coroutine_}; }
  auto operator co_await() & noexcept { return LvalueAwaiter{{coroutine_}}; }

private:
  std::coroutine_handle<promise_type> coroutine_;
};

struct Pair { std::string first; int second; };
Own<std::string> name();
Own<std::vector<int>> list();
Own<Pair> both();
Own<std::unique_ptr<int>> unique();
Task<std::string> byValue();

Task<> bad_forwarding() {
  auto &&text = co_await name();
  // CHECK: [[#@LINE-1]]:10: warning: 'text' dangles: what it refers to dies with the awaited temporary [async-await-result-ref]
  // CHECK: note: the await gives out a reference to what is in the coroutine's frame here
  // CHECK: [[#@LINE+4]]:7: note: used here, after the temporary is destroyed
  // CHECK: [[#@LINE-4]]:17: note: take the result by value, or keep the task in a variable
  // CHECK-FIXES: auto text = co_await name();
  co_await tick();
  use(text);
}

Task<> bad_const() {
  const std::string &text = co_await name();
  // CHECK: [[#@LINE-1]]:22: warning: 'text' dangles
  // CHECK-FIXES: const std::string text = co_await name();
  use(text);
}

Task<> bad_member_of_it() {
  const auto& text = (co_await both()).first;
  // CHECK: [[#@LINE-1]]:15: warning: 'text' dangles
  // CHECK-FIXES: const auto text = (co_await both()).first;
  use(text);
}

Task<> bad_parts() {
  auto &&[text, count] = co_await both();
  // CHECK: [[#@LINE-1]]:10: warning: 'text' dangles
  // CHECK-FIXES: auto [text, count] = co_await both();
  use(count);
}

Task<> bad_move_only() {
  auto &&value = co_await unique();
  // CHECK: [[#@LINE-1]]:10: warning: 'value' dangles
  // CHECK-FIXES: auto value = co_await unique();
  use(*value);
}

Task<> bad_loop() {
  for (int each : co_await list())
    // CHECK: [[#@LINE-1]]:19: warning: this loop runs over a result that dies with its task before the first round
    // CHECK: [[#@LINE-2]]:19: note: keep the result in a variable of its own, and loop over that
    use(each);
}

template <class T> Task<> bad_instance() {
  T &&text = co_await name();
  // CHECK: [[#@LINE-1]]:7: warning: 'text' dangles
  use(text);
}
template Task<> bad_instance<std::string>();

#define FETCH(into) auto &&into = co_await name()
Task<> bad_macro() {
  FETCH(text);
  // CHECK: [[#@LINE-1]]:9: warning: 'text' dangles
  // CHECK-FIXES: FETCH(text);
  use(text);
}

Task<> bad_generic_lambda() {
  co_await [](auto) -> Task<> {
    auto &&text = co_await name();
    // CHECK: [[#@LINE-1]]:12: warning: 'text' dangles
    use(text);
  }(1);
}

Task<> ok_copy() { auto text = co_await name(); use(text); }
Task<> ok_moved_out() { std::string text = co_await name(); use(text); }
Task<> ok_used_on_the_spot() { use(co_await name()); }
Task<> ok_never_used() { auto &&text = co_await name(); co_return; }
// By value: the reference keeps the temporary alive.
Task<> ok_extended() { auto &&text = co_await byValue(); use(text); }
Task<> ok_extended_const() { const auto &text = co_await byValue(); co_await tick(); use(text); }
Task<> ok_task_is_kept() {
  auto task = name();
  auto &text = co_await task;
  use(text);
}
Task<> ok_kept_and_moved() {
  auto task = name();
  auto &&text = co_await std::move(task);
  use(text);
}
Task<> ok_member(Own<std::string> &task) { auto &text = co_await task; use(text); }
Task<> ok_converted() { const std::string_view &text = std::string_view("x"); co_await tick(); use(std::string(text)); }
Task<> ok_suppressed() {
  auto &&text = co_await name(); // NOLINT(async-await-result-ref)
  use(text);
}
template <bool Copy> Task<> ok_if_constexpr() {
  if constexpr (Copy) {
    auto text = co_await name();
    use(text);
  } else {
    auto &&text = co_await name();
    use(text);
  }
}
template Task<> ok_if_constexpr<true>();

// ---- awaiters

struct Buffered {
  std::string line;
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  const std::string &await_resume() const { return line; }
};
struct Viewed : Buffered {
  std::string_view await_resume() const { return line; }
};
/// Gives out what others own.
struct Lookup {
  std::string &found;
  std::string *other;
  std::shared_ptr<std::string> shared;
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  std::string &await_resume() const { return found; }
};
struct LookupByPointer : Lookup {
  std::string &await_resume() const { return *other; }
};
struct LookupShared : Lookup {
  std::string &await_resume() const { return *shared; }
};
struct Unseen : Buffered {
  const std::string &await_resume() const;
};
struct Choice : Buffered {
  std::variant<int, std::string> result;
  std::string &await_resume() { return std::get<1>(result); }
};
Buffered readLine();
Viewed viewLine();
Lookup lookup();
LookupByPointer lookupByPointer();
LookupShared lookupShared();
Unseen unseen();
Choice choice();

Task<> bad_awaiter() {
  auto &line = co_await readLine();
  // CHECK: [[#@LINE-1]]:9: warning: 'line' dangles
  // CHECK: note: the await gives out a reference to a member of the awaiter here
  // CHECK-FIXES: auto line = co_await readLine();
  use(line);
}
Task<> bad_variant() {
  auto &line = co_await choice();
  // CHECK: [[#@LINE-1]]:9: warning: 'line' dangles
  use(line);
}
Task<> bad_view() {
  std::string_view line = co_await viewLine();
  // CHECK: [[#@LINE-1]]:20: warning: 'line' dangles
  use(std::string(line));
}
Task<> ok_awaiter_is_kept() {
  auto reader = readLine();
  auto &line = co_await reader;
  use(line);
}
Task<> ok_referents() {
  auto &first = co_await lookup();
  auto &second = co_await lookupByPointer();
  auto &third = co_await lookupShared();
  co_await tick();
  use(first + second + third);
}
Task<> fn_unseen() {
  auto &line = co_await unseen();
  use(line);
}
