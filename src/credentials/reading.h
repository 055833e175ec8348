#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/finding.h"

namespace nhiscan {

/// What a reader works on. `secret` is the text of `span` in `document`; the views live as long as
/// the call.
struct Reading {
  Finding& finding;
  std::string_view document;
  Span span;
  std::string_view secret;
  std::int64_t now;                ///< seconds since the epoch, UTC
  std::string_view argument = {};  ///< what the rule's `decode` says behind the reader's name
};

inline constexpr std::size_t kMaxFactBytes = 512;
inline constexpr std::size_t kMaxFactItems = 100;

/// Text that may stand in a fact: valid UTF-8, no control bytes, at most `kMaxFactBytes`.
std::string fact_text(std::string_view text);

/// Stores a fact unless `text` is empty.
void set_fact(Finding& finding, std::string_view name, std::string_view text);

/// Stores a flag. Apart from `set_fact`, because a string literal would rather become a bool than a
/// view.
void set_flag(Finding& finding, std::string_view name, bool value);

void set_number(Finding& finding, std::string_view name, std::int64_t value);

/// Stores the first `kMaxFactItems` of `items`, and their number as `<name>_total` where there were
/// more. Nothing if there are none.
void set_list(Finding& finding, std::string_view name, const std::vector<std::string>& items);

/// Whether a time lies in the years 1 to 9999, so that differences and dates of it are safe.
bool is_plausible_time(std::int64_t seconds);

/// Sets what the credential says of its life; implausible times are left out. Stored as `issued_at`
/// and `expires_at` too. The class is worked out when the reader is done.
void set_lifetime(Finding& finding, std::optional<std::int64_t> issued,
                  std::optional<std::int64_t> expires, std::string_view basis);

/// The credential says that it has no end.
void set_non_expiring(Finding& finding, std::string_view basis);

/// Sets grants, and a level that `level_of` reads from them.
void set_scope(Finding& finding, const std::vector<std::string>& grants, std::string_view basis);

void set_scope_level(Finding& finding, ScopeLevel level, std::string_view basis);

/// The secret has the inner structure that its format demands. A checksum's word stays.
void mark_structure_ok(Finding& finding);

/// The text of `document` round `span`: at most `before` and `after` bytes more, and where `span`
/// then stands in it.
struct Surroundings {
  std::string_view text;
  Span span;
};
Surroundings surroundings(const Reading& reading, std::size_t before, std::size_t after);

}  // namespace nhiscan
