#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace nhiscan {

template <class T>
inline constexpr bool kIsVector = false;
template <class T>
inline constexpr bool kIsVector<std::vector<T>> = true;
template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

/// What is written as its bytes: numbers, enumerations, and structures of them without gaps.
template <class T>
inline constexpr bool kIsPlain = std::is_arithmetic_v<T> ||
                                 (std::is_trivially_copyable_v<T> &&
                                  std::has_unique_object_representations_v<T>);

/// Appends values to a string, for the same build on the same machine to read: strings, vectors,
/// optionals, plain values, and structures whose members `visit_fields(value, archive)` names.
class ArchiveWriter {
 public:
  template <class T>
  void operator()(const T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
      (*this)(static_cast<std::uint32_t>(value.size()));
      bytes_ += value;
    } else if constexpr (kIsVector<T>) {
      (*this)(static_cast<std::uint32_t>(value.size()));
      if constexpr (kIsPlain<typename T::value_type>)
        bytes_.append(reinterpret_cast<const char*>(value.data()),
                      value.size() * sizeof(typename T::value_type));
      else
        for (const auto& element : value)
          (*this)(element);
    } else if constexpr (kIsOptional<T>) {
      (*this)(value.has_value());
      if (value) (*this)(*value);
    } else if constexpr (kIsPlain<T>) {
      bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    } else {
      visit_fields(value, *this);
    }
  }

  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads what an ArchiveWriter wrote. After bytes that it can't have written `good()` is false, and
/// what is read is empty.
class ArchiveReader {
 public:
  explicit ArchiveReader(std::string_view bytes) : rest_(bytes) {}

  template <class T>
  void operator()(T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
      value = std::string(take(count()));
    } else if constexpr (std::is_same_v<T, bool>) {
      const std::string_view byte = take(1);
      value = good_ && byte[0] != 0;
    } else if constexpr (kIsVector<T>) {
      read_vector(value);
    } else if constexpr (kIsOptional<T>) {
      bool there = false;
      (*this)(there);
      value.reset();
      if (there) (*this)(value.emplace());
    } else if constexpr (kIsPlain<T>) {
      const std::string_view bytes = take(sizeof value);
      if (good_) std::memcpy(&value, bytes.data(), sizeof value);
    } else {
      visit_fields(value, *this);
    }
  }

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  template <class T>
  void read_vector(std::vector<T>& value) {
    const std::size_t size = count();
    value.clear();
    if constexpr (kIsPlain<T>) {
      const std::string_view bytes = take(size * sizeof(T));
      value.resize(good_ ? size : 0);
      if (!value.empty()) std::memcpy(value.data(), bytes.data(), bytes.size());
      return;
    }
    value.reserve(size);
    for (std::size_t i = 0; i < size && good_; ++i)
      (*this)(value.emplace_back());
  }

  /// Elements take a byte at least, so that a forged count doesn't take memory.
  std::size_t count() {
    std::uint32_t size = 0;
    (*this)(size);
    if (size > rest_.size()) good_ = false;
    return good_ ? size : 0;
  }

  std::string_view take(std::size_t size) {
    if (size > rest_.size()) good_ = false;
    if (!good_) return {};
    const std::string_view head = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return head;
  }

  std::string_view rest_;
  bool good_ = true;
};

}  // namespace nhiscan
