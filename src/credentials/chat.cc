// Tokens of messaging platforms whose parts are ids: Slack, Discord, Telegram.

#include "base/encoding.h"
#include "credentials/ids.h"
#include "credentials/parts.h"
#include "credentials/readers.h"

namespace nhiscan {
namespace {

std::string_view slack_type(std::string_view prefix) {
  if (prefix == "xoxb") return "bot";
  if (prefix == "xoxp") return "user";
  if (prefix == "xapp") return "app-level";
  if (prefix == "xoxc") return "browser session";
  if (prefix == "xoxd") return "session cookie";
  if (prefix == "xoxe") return "refresh";
  if (prefix == "xoxe.xoxb") return "rotating bot";
  if (prefix == "xoxe.xoxp") return "rotating user";
  if (prefix == "xwfp") return "workflow";
  if (prefix.starts_with("xox")) return "legacy";
  return {};
}

Kind slack_kind(std::string_view prefix, Kind otherwise) {
  if (prefix == "xoxb" || prefix == "xapp" || prefix == "xoxe.xoxb") return Kind::service_account;
  if (prefix == "xoxc" || prefix == "xoxd") return Kind::session_token;
  if (prefix == "xoxe") return Kind::refresh_token;
  return prefix == "xoxp" ? Kind::oauth_token : otherwise;
}

void set_team(Finding& finding, std::string_view team) {
  set_fact(finding, "team", team);
  finding.target = fact_text(team);
}

void read_slack_webhook(Finding& finding, std::string_view path) {
  const auto parts = split(path, '/');
  if (parts.size() < 2) return;
  set_fact(finding, "token_type", "webhook");
  set_team(finding, parts[0]);
  if (parts[1].starts_with('B')) set_fact(finding, "webhook_id", parts[1]);
}

}  // namespace

void read_slack(const Reading& reading) {
  Finding& finding = reading.finding;
  const auto parts = split(reading.secret, '-', 6);
  const auto type = slack_type(parts[0]);
  for (const std::string_view path :
       {"hooks.slack.com/services/", "hooks.slack.com/workflows/", "hooks.slack.com/triggers/"})
    if (const auto rest = between(reading.secret, path, "?"); !rest.empty())
      return read_slack_webhook(finding, rest);
  if (type.empty()) return;
  set_fact(finding, "token_type", type);
  finding.kind = slack_kind(parts[0], finding.kind);
  if (parts[0] == "xapp" && parts.size() > 2) set_fact(finding, "app", parts[2]);
  const bool has_team = parts[0] == "xoxb" || parts[0] == "xoxp" || parts[0] == "xoxc";
  if (!has_team || parts.size() < 4 || !is_digits(parts[1])) return;
  set_team(finding, parts[1]);
  set_fact(finding, parts[0] == "xoxb" ? "bot_user" : "user", parts[2]);
  mark_structure_ok(finding);
}

void read_discord(const Reading& reading) {
  Finding& finding = reading.finding;
  const auto hook = between(reading.secret, "/webhooks/", "/");
  const auto decoded = decode_base64(reading.secret.substr(0, reading.secret.find('.')));
  const std::string_view id = hook.empty() && decoded ? std::string_view(*decoded) : hook;
  const auto created = id.size() < 17 ? std::nullopt : snowflake_time(id, kDiscordEpoch);
  if (!created) return;
  set_fact(finding, hook.empty() ? "user" : "webhook_id", id);
  if (hook.empty()) finding.target = id;
  mark_structure_ok(finding);
  if (*created > reading.now) return;  // made up
  set_number(finding, hook.empty() ? "account_created_at" : "created_at", *created);
  if (!hook.empty()) set_lifetime(finding, *created, std::nullopt, "snowflake");
}

void read_telegram(const Reading& reading) {
  const auto colon = reading.secret.find(':');
  const auto id = reading.secret.substr(0, colon);
  const bool is_token = colon != std::string_view::npos && is_digits(id);
  if (!is_token) return;
  set_fact(reading.finding, "bot", id);
  reading.finding.target = fact_text(id);
  mark_structure_ok(reading.finding);
}

}  // namespace nhiscan
