#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "nhiscan/finding.h"
#include "nhiscan/result.h"

namespace nhiscan {

enum class Comparison : std::uint8_t { equal, not_equal, less, at_most, greater, at_least };

/// Whether something holds for a finding at a time, seconds since the epoch.
using Condition = std::function<bool(const Finding&, std::int64_t now)>;

/// A field of a finding that an expression names. It has one of the two functions.
struct FindingField {
  std::string_view name;
  /// For a field that is true or false.
  bool (*holds)(const Finding&);
  /// `name HOW value` as a condition; fails with what would be right. What isn't known of a finding
  /// satisfies no comparison, but for the word `unknown` itself.
  Result<Condition> (*compare)(Comparison how, std::string_view value);
};

/// All of them.
std::span<const FindingField> finding_fields();

}  // namespace nhiscan
