#pragma once

#include <string>
#include <utility>
#include <variant>

namespace nhiscan {

/// Why something failed, for a person: what was being done, on what, and what would be right.
struct Error {
  std::string message;

  /// The same error with what an outer layer was doing put in front: `"rules/acme.toml: " +
  /// message`.
  [[nodiscard]] Error within(const std::string& what) const { return {what + ": " + message}; }
};

/// A T, or the Error that stood in its way. Names follow std::expected.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }
  [[nodiscard]] const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

/// Success without a value, or an Error.
struct Done {};
using Status = Result<Done>;

}  // namespace nhiscan
