// Microsoft's common annotated security keys (microsoft/security-utilities, IdentifiableSecrets):
// 52 random characters, `JQQJ9`, then fields at fixed places. NuGet's keys are of the same form.

#include <array>

#include "base/encoding.h"
#include "base/time.h"
#include "credentials/readers.h"

namespace nhiscan {
namespace {

constexpr std::string_view kCaskDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kNugetDigits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

std::string_view service_of(std::string_view signature) {
  if (signature == "AZDO") return "Azure DevOps";
  if (signature == "AZAC") return "App Configuration";
  if (signature == "AZFR") return "Fluid Relay";
  if (signature == "AZEG") return "Event Grid";
  if (signature == "AZMR") return "Mixed Reality";
  if (signature == "AZMP") return "Maps";
  if (signature == "AZCS") return "Communication Services";
  if (signature == "ACOG") return "AI services";
  if (signature == "msql") return "SQL";
  if (signature == "NUGT") return "NuGet";
  return signature == "+ACR" || signature == "ACRD" ? "Container Registry" : std::string_view();
}

/// The AI service that the last of four reserved characters names.
std::string_view ai_service_of(char digit) {
  switch (kCaskDigits.find(digit)) {
    case 0:
      return "AI Services";
    case 1:
      return "OpenAI";
    case 5:
      return "Computer Vision";
    case 7:
      return "Content Safety";
    case 10:
      return "Face";
    case 11:
      return "Form Recognizer";
    case 24:
      return "Speech";
    case 26:
      return "Text Analytics";
    case 27:
      return "Translation";
    case 36:
      return "Bing Search";
    default:
      return {};
  }
}

/// Midnight of a day; nothing where the digits name none.
std::optional<std::int64_t> day_time(std::size_t year, std::size_t month, std::size_t day) {
  const auto two = [](std::size_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  return parse_rfc3339(std::to_string(2024 + year) + "-" + two(month + 1) + "-" + two(day));
}

std::optional<std::uint64_t> base62_number(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char c : digits) {
    const auto digit = kNugetDigits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    value = value * 62 + digit;
  }
  return value;
}

/// Offsets 61 to 75 of NuGet's keys: environment, owner, day, hour, minute, life.
void read_nuget(Finding& finding, std::string_view key, std::size_t year, std::size_t month) {
  if (key[60] != 'N') return;
  const auto owner = base62_number(key.substr(63, 6));
  if (owner) set_fact(finding, "owner_key", std::to_string(*owner));
  if (key[62] == 'P') finding.environment = "prod";
  if (key[62] == 'I' || key[62] == 'L') finding.environment = "test";
  if (key[62] == 'D') finding.environment = "dev";
  const auto midnight = day_time(year, month, kCaskDigits.find(key[69]) + 1);
  const auto hour = kCaskDigits.find(key[70]);
  const auto minute = kCaskDigits.find(key[71]);
  const auto steps = base62_number(key.substr(73, 3));
  if (!midnight || hour > 23 || minute > 59 || !steps) return;
  const auto issued =
      *midnight + static_cast<std::int64_t>(hour) * 3600 + static_cast<std::int64_t>(minute) * 60;
  set_lifetime(finding, issued, issued + static_cast<std::int64_t>(*steps) * 300,
               "expiry in the key");
}

}  // namespace

void read_azure_cask(const Reading& reading) {
  Finding& finding = reading.finding;
  const auto key = reading.secret;
  if (key.size() < 84 || key.substr(52, 5) != "JQQJ9") return;
  const auto signature = key.substr(76, 4);
  set_fact(finding, "service", service_of(signature));
  if (signature == "ACOG") set_fact(finding, "service", ai_service_of(key[75]));
  if (key[57] == 'D') set_fact(finding, "derived", "from another key");
  if (key[57] == 'H') set_fact(finding, "derived", "hash");
  const bool upper =
      signature.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
  set_fact(finding, "managed_by", upper ? "customer" : "provider");
  const auto year = kCaskDigits.find(key[58]);
  const auto month = kCaskDigits.find(key[59]);
  if (year == std::string_view::npos || month > 11) return;
  set_lifetime(finding, day_time(year, month, 1), std::nullopt, "month in the key");
  if (signature == "NUGT") read_nuget(finding, key, year, month);
}

}  // namespace nhiscan
