#include "reports/redactor.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <set>

namespace nhiscan {
namespace {

constexpr std::string_view kHidden = "********";
constexpr std::size_t kShortest = 16;
constexpr std::size_t kShortestOwn = 6;

std::uint64_t beginning(std::string_view text) {
  std::uint64_t first = 0;
  std::memcpy(&first, text.data(), sizeof first);
  return first;
}

std::uint16_t opening(std::string_view text) {
  std::uint16_t first = 0;
  std::memcpy(&first, text.data(), sizeof first);
  return first;
}

void replace_all(std::string& text, const std::string& secret) {
  for (std::size_t at = text.find(secret); at != std::string::npos;
       at = text.find(secret, at + kHidden.size())) {
    text.replace(at, secret.size(), kHidden);
  }
}

}  // namespace

Redactor::Redactor(const Report& report) : show_secrets_(report.show_secrets) {
  if (show_secrets_) return;
  std::set<std::size_t, std::greater<>> sizes;
  for (const Finding& finding : report.findings) {
    by_id_.emplace(finding.id, &finding.secret);
    const std::string_view secret = finding.secret.expose();
    if (secret.size() < kShortest || !secrets_.insert(secret).second) continue;
    openings_.set(opening(secret));
    beginnings_.insert(beginning(secret));
    sizes.insert(secret.size());
  }
  sizes_.assign(sizes.begin(), sizes.end());
}

std::size_t Redactor::secret_at_start(std::string_view text) const {
  if (!openings_.test(opening(text)) || !beginnings_.contains(beginning(text))) return 0;
  const auto size = std::ranges::find_if(sizes_, [&](std::size_t candidate) {
    return candidate <= text.size() && secrets_.contains(text.substr(0, candidate));
  });
  return size == sizes_.end() ? 0 : *size;
}

std::string Redactor::clean(std::string_view text) const {
  std::string cleaned;
  std::size_t copied = 0;
  for (std::size_t at = 0; at + kShortest <= text.size() && !secrets_.empty();) {
    const std::size_t size = secret_at_start(text.substr(at));
    if (size == 0) {
      ++at;
      continue;
    }
    cleaned += text.substr(copied, at - copied);
    cleaned += kHidden;
    at += size;
    copied = at;
  }
  cleaned += text.substr(copied);
  return cleaned;
}

std::string Redactor::clean(std::string_view text, const Secrets& own) const {
  std::string cleaned = clean(text);
  if (show_secrets_) return cleaned;
  for (const Secret* secret : own) {
    if (secret->expose().size() >= kShortestOwn) replace_all(cleaned, secret->expose());
  }
  return cleaned;
}

Secrets Redactor::secrets_of(const std::vector<std::string>& finding_ids) const {
  Secrets secrets;
  for (const std::string& id : finding_ids) {
    if (const auto found = by_id_.find(id); found != by_id_.end()) secrets.push_back(found->second);
  }
  return secrets;
}

}  // namespace nhiscan
