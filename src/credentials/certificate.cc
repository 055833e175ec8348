#include "credentials/certificate.h"

#include <ctime>

#include "base/time.h"
#include "credentials/public_key.h"

namespace nhiscan {

Certificate load_certificate(std::string_view der) {
  if (der.empty() || der.size() > kMaxCertificateBytes) return nullptr;
  const unsigned char* at = as_uchars(der);
  return Certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
}

std::string name_text(const X509_NAME* name) {
  const OpensslBio out(BIO_new(BIO_s_mem()));
  if (!out || name == nullptr) return {};
  constexpr unsigned long kFlags = XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;
  X509_NAME_print_ex(out.get(), name, 0, kFlags);
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

std::optional<std::int64_t> seconds_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  return timegm(&parts);
}

CertificateSummary summary_of(X509* certificate) {
  return {name_text(X509_get_subject_name(certificate)),
          name_text(X509_get_issuer_name(certificate)),
          seconds_of(X509_get0_notBefore(certificate)), seconds_of(X509_get0_notAfter(certificate)),
          public_key_hash(certificate)};
}

std::string text_of(const CertificateSummary& summary) {
  std::string text = summary.subject.empty() ? "(no name)" : summary.subject;
  text += summary.issuer == summary.subject ? ", self-signed" : ", by " + summary.issuer;
  if (summary.not_after) text += ", until " + format_date(*summary.not_after);
  return text;
}

}  // namespace nhiscan
