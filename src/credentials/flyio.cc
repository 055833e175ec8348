// Fly.io's macaroons (superfly/macaroon): `fm2_` and base64 of MessagePack, an array of nonce,
// location, caveats and tail. Caveats are pairs of a number that names the type, and its body.

#include <algorithm>

#include "base/encoding.h"
#include "credentials/byte_reader.h"
#include "credentials/parts.h"
#include "credentials/readers.h"

namespace nhiscan {
namespace {

constexpr std::uint64_t kMostItems = 1000;

/// The head of one MessagePack value.
struct Head {
  enum class Kind : std::uint8_t { number, text, array, map, other } kind = Kind::other;
  std::uint64_t value = 0;  ///< the number, or bytes, or items
};

std::optional<Head> sized(ByteReader& reader, Head::Kind kind, std::size_t size) {
  const auto value = reader.number(size);
  return value ? std::optional(Head{kind, *value}) : std::nullopt;
}

std::optional<Head> read_head(ByteReader& reader) {
  using Kind = Head::Kind;
  const auto first = reader.number(1);
  if (!first) return std::nullopt;
  const std::uint64_t tag = *first;
  if (tag < 0x80) return Head{Kind::number, tag};
  if (tag < 0x90) return Head{Kind::map, tag & 0xF};
  if (tag < 0xA0) return Head{Kind::array, tag & 0xF};
  if (tag < 0xC0) return Head{Kind::text, tag & 0x1F};
  if (tag >= 0xC4 && tag <= 0xC6) return sized(reader, Kind::text, std::size_t{1} << (tag - 0xC4));
  if (tag >= 0xCC && tag <= 0xCF)
    return sized(reader, Kind::number, std::size_t{1} << (tag - 0xCC));
  if (tag >= 0xD0 && tag <= 0xD3) return sized(reader, Kind::other, std::size_t{1} << (tag - 0xD0));
  if (tag >= 0xD9 && tag <= 0xDB) return sized(reader, Kind::text, std::size_t{1} << (tag - 0xD9));
  if (tag == 0xDC || tag == 0xDD) return sized(reader, Kind::array, tag == 0xDC ? 2 : 4);
  if (tag == 0xDE || tag == 0xDF) return sized(reader, Kind::map, tag == 0xDE ? 2 : 4);
  if (tag == 0xC0 || tag == 0xC2 || tag == 0xC3 || tag >= 0xE0) return Head{Kind::other, 0};
  return std::nullopt;  // floating point and extensions, which macaroons don't have
}

std::optional<std::string_view> read_text(ByteReader& reader) {
  const auto head = read_head(reader);
  return head && head->kind == Head::Kind::text ? reader.bytes(head->value) : std::nullopt;
}

std::optional<std::uint64_t> read_array(ByteReader& reader) {
  const auto head = read_head(reader);
  return head && head->kind == Head::Kind::array ? std::optional(head->value) : std::nullopt;
}

/// Passes over one value with all that it holds.
bool skip_value(ByteReader& reader) {
  std::uint64_t left = 1;
  for (std::uint64_t seen = 0; left > 0; ++seen) {
    const auto head = read_head(reader);
    if (!head || seen > kMostItems) return false;
    --left;
    if (head->kind == Head::Kind::text && !reader.bytes(head->value)) return false;
    if (head->kind == Head::Kind::array) left += std::min(head->value, kMostItems);
    if (head->kind == Head::Kind::map) left += 2 * std::min(head->value, kMostItems);
  }
  return true;
}

/// `[not before, not after]`, which the caveat of type 4 holds.
void read_window(Finding& finding, ByteReader reader) {
  const auto count = read_array(reader);
  const auto begins = count == 2U ? read_head(reader) : std::nullopt;
  const auto ends = begins ? read_head(reader) : std::nullopt;
  if (!ends || ends->kind != Head::Kind::number || ends->value > INT64_MAX) return;
  const bool has_begin = begins->kind == Head::Kind::number && begins->value <= INT64_MAX;
  set_lifetime(finding,
               has_begin ? std::optional(static_cast<std::int64_t>(begins->value)) : std::nullopt,
               static_cast<std::int64_t>(ends->value), "validity window caveat");
}

/// `[organization, permissions]`, which the caveat of type 0 holds.
void read_organization(Finding& finding, ByteReader reader) {
  const auto count = read_array(reader);
  const auto id = count.value_or(0) >= 1 ? read_head(reader) : std::nullopt;
  if (!id || id->kind != Head::Kind::number) return;
  set_fact(finding, "organization", std::to_string(id->value));
  finding.target = std::to_string(id->value);
}

void read_caveats(Finding& finding, ByteReader& reader, std::uint64_t count) {
  constexpr std::uint64_t kOrganization = 0;
  constexpr std::uint64_t kWindow = 4;
  std::uint64_t pairs = 0;
  for (; pairs < std::min(count / 2, kMostItems); ++pairs) {
    const auto type = read_head(reader);
    if (!type || type->kind != Head::Kind::number) break;
    if (type->value == kOrganization) read_organization(finding, reader);
    if (type->value == kWindow) read_window(finding, reader);
    if (!skip_value(reader)) break;
  }
  set_number(finding, "caveats", static_cast<std::int64_t>(count / 2));
}

}  // namespace

void read_flyio_macaroon(const Reading& reading) {
  const auto first = reading.secret.substr(0, reading.secret.find(','));
  const auto bytes = decode_base64(first.substr(first.find('_') + 1));
  if (!bytes) return;
  ByteReader reader(*bytes);
  if (read_array(reader) != 4U || !skip_value(reader)) return;
  const auto location = read_text(reader);
  const auto caveats = location ? read_array(reader) : std::nullopt;
  if (!caveats) return;
  Finding& finding = reading.finding;
  set_fact(finding, "location", *location);
  set_fact(finding, "token_type", location->ends_with("/aaa/v1") ? "discharge" : "permission");
  read_caveats(finding, reader, *caveats);
  mark_structure_ok(finding);
}

}  // namespace nhiscan
