#pragma once

#include "folly/SharedMutex.h"

namespace folly {

template <class SynchronizedT, class Policy> class LockedPtr {
public:
  ~LockedPtr();
  LockedPtr(LockedPtr &&) noexcept;
  typename SynchronizedT::DataType *operator->() const;
  typename SynchronizedT::DataType &operator*() const;
  void unlock();
};

namespace detail {
struct Exclusive;
struct Shared;
} // namespace detail

template <class Derived> class SynchronizedBase {
public:
  LockedPtr<Derived, detail::Exclusive> lock();
  LockedPtr<Derived, detail::Exclusive> wlock();
  LockedPtr<Derived, detail::Shared> rlock() const;
  template <class F> void withLock(F &&f) { __builtin_trap(); }
  template <class F> void withWLock(F &&f) { __builtin_trap(); }
  template <class F> void withRLock(F &&f) const { __builtin_trap(); }
};

template <class T, class Mutex = SharedMutex>
struct Synchronized : SynchronizedBase<Synchronized<T, Mutex>> {
  using DataType = T;
  template <class... Args> explicit Synchronized(Args &&...) { __builtin_trap(); }
  T copy() const;
};

} // namespace folly
