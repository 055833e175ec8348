// Numeric ids at fixed places in tokens that are otherwise opaque. All observed, none documented.

#include <string>

#include "base/encoding.h"
#include "credentials/byte_reader.h"
#include "credentials/parts.h"
#include "credentials/readers.h"

namespace nhiscan {
namespace {

void set_app(Finding& finding, std::string_view name, std::uint64_t id) {
  if (id == 0 || id > INT64_MAX) return;
  set_fact(finding, name, std::to_string(id));
  finding.target = std::to_string(id);
  mark_structure_ok(finding);
}

/// Meta's tokens are base64 in which `ZA`, `ZB`, `ZC` and `ZD` stand for Z, +, / and =.
std::string unescape_meta(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = text[i] == 'Z' && i + 1 < text.size() ? text[i + 1] : '\0';
    const auto code = std::string_view("ABCD").find(next);
    const bool is_escape = next != '\0' && code != std::string_view::npos;
    plain.push_back(is_escape ? "Z+/="[code] : text[i]);
    if (is_escape) ++i;
  }
  return plain;
}

}  // namespace

void read_meta_app(const Reading& reading) {
  const auto start = reading.secret.find('A');
  if (start > 2) return;  // or none
  const std::string plain = unescape_meta(reading.secret.substr(start, 64));
  const auto bytes = plain.size() >= 11 ? decode_base64(plain.substr(0, 11)) : std::nullopt;
  const auto id = bytes ? ByteReader(*bytes).number(8) : std::nullopt;
  if (id) set_app(reading.finding, "app", *id);
}

void read_x_bearer(const Reading& reading) {
  const std::string plain = decode_percent(reading.secret.substr(0, 256));
  const auto bytes = plain.size() >= 60 ? decode_base64(plain.substr(0, 60)) : std::nullopt;
  if (!bytes || bytes->size() < 24) return;
  std::uint64_t id = 0;
  for (std::size_t i = 24; i > 16; --i)
    id = id << 8 | static_cast<std::uint8_t>((*bytes)[i - 1]);
  set_app(reading.finding, "app", id);
}

void read_fcm_sender(const Reading& reading) {
  const auto bytes =
      reading.secret.size() > 11 ? decode_base64(reading.secret.substr(0, 11)) : std::nullopt;
  const auto id = bytes ? ByteReader(*bytes).number(8) : std::nullopt;
  if (id) set_app(reading.finding, "project_number", *id);
}

}  // namespace nhiscan
