#pragma once

#include <memory>

namespace nhiscan {

template <auto Free>
struct CallFree {
  template <class T>
  void operator()(T* object) const noexcept {
    Free(object);
  }
};

/// Owns an object of a C library.
template <class T, auto Free>
using Handle = std::unique_ptr<T, CallFree<Free>>;

/// Passes a `T**` to a C constructor and gives the handle what it made when the call is over.
template <class H>
class Into {
 public:
  explicit Into(H& handle) : handle_(handle), raw_(nullptr) {}
  Into(const Into&) = delete;
  Into& operator=(const Into&) = delete;
  ~Into() { handle_.reset(raw_); }
  operator typename H::pointer *() { return &raw_; }

 private:
  H& handle_;
  typename H::pointer raw_;
};

template <class H>
Into<H> into(H& handle) {
  return Into<H>(handle);
}

}  // namespace nhiscan
