#pragma once

#include "support/promise.h"

#include <cstdint>

namespace cppcoro {

class static_thread_pool {
public:
  class schedule_operation {
  public:
    bool await_ready() noexcept;
    void await_suspend(std::coroutine_handle<>) noexcept;
    void await_resume() noexcept;
  };

  explicit static_thread_pool(std::uint32_t threadCount);
  ~static_thread_pool();
  [[nodiscard]] schedule_operation schedule() noexcept;
};

} // namespace cppcoro
