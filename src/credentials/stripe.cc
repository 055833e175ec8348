// Stripe keys name their type and mode. The account id inside of newer keys is observed, not
// documented.

#include "credentials/parts.h"
#include "credentials/readers.h"

namespace nhiscan {
namespace {

std::string_view stripe_key_type(std::string_view prefix) {
  if (prefix == "sk") return "secret";
  if (prefix == "rk") return "restricted";
  if (prefix == "pk") return "publishable";
  if (prefix == "ek") return "ephemeral";
  return {};
}

}  // namespace

void read_stripe(const Reading& reading) {
  Finding& finding = reading.finding;
  const auto parts = split(reading.secret, '_', 3);
  if (parts[0] == "whsec") return set_fact(finding, "key_type", "webhook signing");
  if (parts.size() != 3 || (parts[1] != "live" && parts[1] != "test")) return;
  set_fact(finding, "key_type", stripe_key_type(parts[0]));
  set_fact(finding, "mode", parts[1]);
  finding.environment = parts[1] == "live" ? "prod" : "test";
  mark_structure_ok(finding);
  if (parts[2].size() < 90 || !parts[2].starts_with("51")) return;
  const std::string account = "acct_" + std::string(parts[2].substr(1, 16));
  set_fact(finding, "account", account);
  finding.target = account;
}

}  // namespace nhiscan
