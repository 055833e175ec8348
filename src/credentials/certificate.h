#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wrap/openssl.h"

namespace nhiscan {

inline constexpr std::size_t kMaxCertificateBytes = std::size_t{256} << 10;

/// The certificate that `der` begins with; null where there is none or `der` is above
/// `kMaxCertificateBytes`.
Certificate load_certificate(std::string_view der);

/// A name as RFC 2253 writes it, in UTF-8: `CN=svc,O=Acme`.
std::string name_text(const X509_NAME* name);

/// Seconds since the epoch, UTC.
std::optional<std::int64_t> seconds_of(const ASN1_TIME* time);

/// What a list of certificates says of each.
struct CertificateSummary {
  std::string subject;
  std::string issuer;
  std::optional<std::int64_t> not_before;
  std::optional<std::int64_t> not_after;
  std::string public_key;  ///< SHA-256 of the SubjectPublicKeyInfo, in hex
};
CertificateSummary summary_of(X509* certificate);

/// `CN=svc, by CN=Acme CA, until 2026-01-01`.
std::string text_of(const CertificateSummary& summary);

}  // namespace nhiscan
