// Keys, certificates, keystores and keytabs in their binary forms, as the text that rules know: PEM
// (RFC 7468) and base64. Told by the first bytes alone, as names say little.
#include <array>
#include <string>

#include "base/encoding.h"
#include "decoders/decoder.h"
#include "decoders/read_whole.h"

namespace nhiscan {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMostKeyBytes = std::size_t{4} * 1024 * 1024;

/// A header of DER: what is behind it, and how many bytes that has; both 0 where it is none.
struct DerHeader {
  std::size_t size = 0;
  std::size_t content = 0;
};

DerHeader der_header(std::string_view bytes, char tag) {
  if (bytes.size() < 2 || bytes[0] != tag) return {};
  const auto first = static_cast<unsigned char>(bytes[1]);
  if (first < 0x80) return {2, first};
  const std::size_t count = first & 0x7FU;
  if (count == 0 || count > 4 || bytes.size() < 2 + count) return {};
  std::size_t content = 0;
  for (const char c : bytes.substr(2, count))
    content = content << 8U | static_cast<unsigned char>(c);
  return {2 + count, content};
}

/// What a SEQUENCE begins with, and what it then is.
struct DerForm {
  std::string_view label;  ///< of the PEM; empty: base64 alone
  std::string_view step;
  bool (*begins)(std::string_view content) = nullptr;
};

/// A SEQUENCE and in it `inner`.
bool holds_sequence(std::string_view content, std::string_view inner) {
  const DerHeader header = der_header(content, '0');
  return header.size > 0 && content.substr(header.size).starts_with(inner);
}

// X.509 (RFC 5280), PKCS#8 (RFC 5958), PKCS#1 (RFC 8017), EC (RFC 5915), PKCS#12 (RFC 7292), all
// from the ASN.1 in them.
constexpr auto kDerForms = std::to_array<DerForm>({
    {"", "pkcs12",
     [](std::string_view content) {
       return content.starts_with("\x02\x01\x03") &&
              holds_sequence(content.substr(3), "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07");
     }},
    {"CERTIFICATE", "der",
     [](std::string_view content) {
       return holds_sequence(content, "\xA0\x03\x02\x01") && content.size() > 64;
     }},
    {"PRIVATE KEY", "der",
     [](std::string_view content) {
       return (content.starts_with("\x02\x01\x00"sv) || content.starts_with("\x02\x01\x01")) &&
              holds_sequence(content.substr(3), "\x06");
     }},
    {"RSA PRIVATE KEY", "der",
     [](std::string_view content) {
       const DerHeader modulus =
           der_header(content.substr(std::min<std::size_t>(3, content.size())), '\x02');
       return content.starts_with("\x02\x01\x00"sv) && modulus.content >= 64;
     }},
    {"EC PRIVATE KEY", "der",
     [](std::string_view content) {
       const DerHeader key =
           der_header(content.substr(std::min<std::size_t>(3, content.size())), '\x04');
       return content.starts_with("\x02\x01\x01") && key.content >= 20 && key.content <= 72;
     }},
    {"ENCRYPTED PRIVATE KEY", "der",
     [](std::string_view content) {
       return holds_sequence(content, "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x05") ||
              holds_sequence(content, "\x06\x0A\x2A\x86\x48\x86\xF7\x0D\x01\x0C");
     }},
});

const DerForm* der_form(std::string_view head) {
  const DerHeader header = der_header(head, '0');
  if (header.size == 0 || header.content < 32 || header.content > kMostKeyBytes) return nullptr;
  const std::string_view content = head.substr(header.size);
  const auto* const form =
      std::ranges::find_if(kDerForms, [&](const DerForm& one) { return one.begins(content); });
  return form == kDerForms.end() ? nullptr : form;
}

bool is_java_keystore(std::string_view head) {
  return (head.starts_with("\xFE\xED\xFE\xED\0\0\0"sv) ||
          head.starts_with("\xCE\xCE\xCE\xCE\0\0\0"sv)) &&
         head.size() > 12 && (head[7] == 1 || head[7] == 2);
}

/// Version 2, then the size of an entry, and one to four components of a name.
bool is_keytab(std::string_view head) {
  return head.size() > 8 && head.starts_with("\x05\x02\0\0"sv) && head[6] == 0 && head[7] >= 1 &&
         head[7] <= 4;
}

std::string pem_of(std::string_view label, std::string_view bytes) {
  constexpr std::size_t kLine = 64;
  const std::string base64 = encode_base64(bytes);
  std::string pem = "-----BEGIN " + std::string(label) + "-----\n";
  for (std::size_t at = 0; at < base64.size(); at += kLine)
    pem += base64.substr(at, kLine) + "\n";
  return pem + "-----END " + std::string(label) + "-----\n";
}

}  // namespace

bool is_key_file(std::string_view /*path*/, std::string_view head) {
  return is_java_keystore(head) || is_keytab(head) || der_form(head) != nullptr;
}

void decode_key_file(const Encoded& encoded, PartSink& sink) {
  std::string bytes;
  const auto is_whole = read_whole(*encoded.stream, kMostKeyBytes, bytes);
  if (!is_whole) return sink.skip("", is_whole.error().message, PartSink::Cause::failed);
  if (!*is_whole) return sink.skip("", "a key file of more than 4 MiB", PartSink::Cause::failed);
  Part part;
  const DerForm* form = der_form(bytes);
  if (form != nullptr && !form->label.empty()) {
    const DerHeader header = der_header(bytes, '0');
    bytes.resize(std::min(bytes.size(), header.size + header.content));
    part.step = form->step;
    bytes = pem_of(form->label, bytes);
  } else {
    part.step = form != nullptr ? form->step : is_keytab(bytes) ? "keytab" : "keystore";
    bytes = part.step + ": " + encode_base64(bytes);
  }
  part.bytes = bytes;
  sink.add(part);
}

}  // namespace nhiscan
