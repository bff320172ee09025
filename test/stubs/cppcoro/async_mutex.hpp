#pragma once

#include "support/promise.h"

namespace cppcoro {

class async_mutex_lock;
class async_mutex;

class async_mutex_lock_operation {
public:
  bool await_ready() const noexcept;
  bool await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume() const noexcept;
};

class async_mutex_scoped_lock_operation : public async_mutex_lock_operation {
public:
  [[nodiscard]] async_mutex_lock await_resume() const noexcept;
};

class async_mutex {
public:
  async_mutex() noexcept;
  ~async_mutex();
  bool try_lock() noexcept;
  // The real library has no nodiscard here: a bare call is a silent no-op.
  async_mutex_lock_operation lock_async() noexcept;
  async_mutex_scoped_lock_operation scoped_lock_async() noexcept;
  void unlock();
};

class async_mutex_lock {
public:
  async_mutex_lock(async_mutex_lock &&) noexcept;
  ~async_mutex_lock();
};

} // namespace cppcoro
