#pragma once

namespace folly {

template <bool ReaderPriority> class SharedMutexImpl {
public:
  void lock();
  bool try_lock();
  void unlock();
  void lock_shared();
  bool try_lock_shared();
  void unlock_shared();
};

using SharedMutex = SharedMutexImpl<false>;

} // namespace folly
