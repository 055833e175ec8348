#include "credentials/reading.h"

#include <algorithm>

#include "base/text.h"
#include "credentials/scope_level.h"

namespace nhiscan {
namespace {

constexpr std::int64_t kFirstTime = -62135596800;  // 0001-01-01
constexpr std::int64_t kLastTime = 253402300799;   // 9999-12-31T23:59:59

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

/// `utf8` without a character that was cut in two at its end.
std::string_view whole_characters(std::string_view utf8) {
  std::size_t size = utf8.size();
  while (size > 0 && (static_cast<unsigned char>(utf8[size - 1]) & 0xC0U) == 0x80U)
    --size;
  return size > 0 && utf8.size() - size < 4 ? utf8.substr(0, size - 1) : utf8;
}

void put(Finding& finding, std::string_view name, FactValue value) {
  finding.decoded.insert_or_assign(std::string(name), std::move(value));
}

std::optional<std::int64_t> plausible(std::optional<std::int64_t> seconds) {
  return seconds && is_plausible_time(*seconds) ? seconds : std::nullopt;
}

}  // namespace

std::string fact_text(std::string_view text) {
  std::string valid = to_valid_utf8(text.substr(0, kMaxFactBytes));
  if (valid.size() > kMaxFactBytes)
    valid = whole_characters(std::string_view(valid).substr(0, kMaxFactBytes));
  std::ranges::replace_if(valid, is_control, '?');
  return valid;
}

void set_fact(Finding& finding, std::string_view name, std::string_view text) {
  if (!text.empty()) put(finding, name, fact_text(text));
}

void set_flag(Finding& finding, std::string_view name, bool value) { put(finding, name, value); }

void set_number(Finding& finding, std::string_view name, std::int64_t value) {
  put(finding, name, value);
}

void set_list(Finding& finding, std::string_view name, const std::vector<std::string>& items) {
  if (items.empty()) return;
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < std::min(items.size(), kMaxFactItems); ++i)
    kept.push_back(fact_text(items[i]));
  put(finding, name, std::move(kept));
  if (items.size() > kMaxFactItems)
    set_number(finding, std::string(name) + "_total", static_cast<std::int64_t>(items.size()));
}

bool is_plausible_time(std::int64_t seconds) {
  return seconds >= kFirstTime && seconds <= kLastTime;
}

void set_lifetime(Finding& finding, std::optional<std::int64_t> issued,
                  std::optional<std::int64_t> expires, std::string_view basis) {
  issued = plausible(issued);
  expires = plausible(expires);
  if (issued) {
    finding.lifetime.issued = issued;
    set_number(finding, "issued_at", *issued);
  }
  if (!expires) return;
  finding.lifetime.expires = expires;
  finding.lifetime.lifetime_class = LifetimeClass::unknown;
  finding.lifetime.basis = basis;
  set_number(finding, "expires_at", *expires);
}

void set_non_expiring(Finding& finding, std::string_view basis) {
  finding.lifetime.lifetime_class = LifetimeClass::non_expiring;
  finding.lifetime.basis = basis;
}

void set_scope(Finding& finding, const std::vector<std::string>& grants, std::string_view basis) {
  if (grants.empty()) return;
  finding.scope.grants.clear();
  for (std::size_t i = 0; i < std::min(grants.size(), kMaxFactItems); ++i)
    finding.scope.grants.push_back(fact_text(grants[i]));
  finding.scope.level = level_of(grants);
  finding.scope.basis = basis;
}

void set_scope_level(Finding& finding, ScopeLevel level, std::string_view basis) {
  finding.scope.level = level;
  finding.scope.basis = basis;
}

void mark_structure_ok(Finding& finding) {
  if (finding.validity == Validity::unknown) finding.validity = Validity::structure_ok;
}

Surroundings surroundings(const Reading& reading, std::size_t before, std::size_t after) {
  const std::size_t begin = reading.span.begin - std::min(reading.span.begin, before);
  const std::size_t end = std::min(reading.document.size(), reading.span.end + after);
  return {reading.document.substr(begin, end - begin),
          {reading.span.begin - begin, reading.span.end - begin}};
}

}  // namespace nhiscan
