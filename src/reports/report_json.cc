#include "reports/report_json.h"

#include <algorithm>
#include <cstddef>
#include <variant>

#include "base/log_command.h"
#include "base/text.h"
#include "base/time.h"

namespace nhiscan {
namespace {

/// `\u202e`, as a pair of surrogates where one unit can't hold it.
std::string json_escape(char32_t character) {
  const auto unit = [](char32_t value) {
    std::string text = "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
      text += "0123456789abcdef"[(value >> shift) & 0xF];
    return text;
  };
  if (character < 0x10000) return unit(character);
  return unit(0xD800 + ((character - 0x10000) >> 10)) +
         unit(0xDC00 + ((character - 0x10000) & 0x3FF));
}

Json time_or_null(const std::optional<std::int64_t>& time) {
  return time ? Json(format_rfc3339(*time)) : Json(nullptr);
}

template <class Value>
Json value_or_null(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json lifetime_json(const Lifetime& lifetime) {
  return {{"class", to_string(lifetime.lifetime_class)},
          {"issued", time_or_null(lifetime.issued)},
          {"expires", time_or_null(lifetime.expires)},
          {"basis", lifetime.basis}};
}

Json risk_factors(const std::vector<RiskFactor>& factors) {
  Json list = Json::array();
  for (const RiskFactor& factor : factors) {
    list.push_back({{"name", factor.name}, {"weight", factor.weight}, {"why", factor.why}});
  }
  return list;
}

Json policy_results(const std::vector<PolicyResult>& results) {
  Json list = Json::array();
  for (const PolicyResult& result : results) {
    list.push_back(
        {{"policy", result.policy}, {"verdict", result.verdict}, {"message", result.message}});
  }
  return list;
}

}  // namespace

std::string json_line(const Json& value) {
  const std::string raw = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string safe;
  safe.reserve(raw.size());
  const auto is_plain = [](char c) { return c >= ' ' && c <= '~'; };
  for (std::size_t at = 0; at < raw.size();) {
    const auto plain = raw.begin() + static_cast<std::ptrdiff_t>(at);
    const auto end = std::find_if_not(plain, raw.end(), is_plain);
    safe.append(plain, end);
    at += static_cast<std::size_t>(end - plain);
    if (at == raw.size()) break;
    const CodePoint point = code_point_at(raw, at);
    if (is_unsafe_to_show(point.value)) {
      safe += json_escape(point.value);
    } else {
      safe += raw.substr(at, point.size);
    }
    at += point.size;
  }
  for (std::size_t at = find_log_command(safe, 0); at != std::string::npos;
       at = find_log_command(safe, at + 1))
    safe.replace(at + 1, 1, json_escape('#'));
  return safe;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json ReportJson::tool() const {
  return {
      {"name", "nhiscan"},
      {"version", text_or_null(report_.tool_version)},
      {"rules", {{"count", report_.rule_count}, {"digest", text_or_null(report_.rule_digest)}}}};
}

Json ReportJson::scan() const {
  return {{"started", format_rfc3339(report_.started)},
          {"finished", format_rfc3339(report_.finished)},
          {"command", text_or_null(report_.command)},
          {"roots", texts(report_.roots)},
          {"complete", report_.complete}};
}

Json ReportJson::texts(const std::vector<std::string>& texts, const Secrets& own) const {
  Json list = Json::array();
  for (const std::string& text : texts)
    list.push_back(redactor_.clean(text, own));
  return list;
}

Json ReportJson::location(const Location& location) const {
  return {{"root", text_or_null(location.root)},
          {"path", redactor_.clean(location.path)},
          {"blob", text_or_null(location.blob_id)},
          {"line", location.line},
          {"column", location.column},
          {"end_line", location.end_line},
          {"end_column", location.end_column},
          {"begin", location.begin},
          {"end", location.end},
          {"chain", texts(location.chain)},
          {"cell", value_or_null(location.cell)},
          {"cell_line", value_or_null(location.cell_line)},
          {"key_path", text_or_null(redactor_.clean(location.key_path))}};
}

Json ReportJson::commit(const std::optional<Commit>& commit, const Secrets& own) const {
  if (!commit) return nullptr;
  return {{"id", commit->id},
          {"author", text_or_null(redactor_.clean(commit->author, own))},
          {"email", text_or_null(redactor_.clean(commit->email, own))},
          {"date", format_rfc3339(commit->date)},
          {"summary", text_or_null(redactor_.clean(commit->summary, own))}};
}

Json ReportJson::history(const std::optional<SecretHistory>& history) const {
  if (!history) return nullptr;
  return {{"paths", texts(history->paths)},
          {"reach", to_string(history->reach)},
          {"refs", texts(history->refs)},
          {"versions", history->versions},
          {"removed_by", text_or_null(history->removed_by)},
          {"removed_at", time_or_null(history->removed_at)}};
}

Json ReportJson::decoded(const Facts& facts, const Secrets& own) const {
  Json object = Json::object();
  for (const auto& entry : facts) {
    Json& shown = object[entry.first];
    if (const auto* text = std::get_if<std::string>(&entry.second)) {
      shown = redactor_.clean(*text, own);
    } else if (const auto* number = std::get_if<std::int64_t>(&entry.second)) {
      shown = entry.first.ends_with("_at") ? Json(format_rfc3339(*number)) : Json(*number);
    } else if (const auto* flag = std::get_if<bool>(&entry.second)) {
      shown = *flag;
    } else {
      shown = texts(std::get<std::vector<std::string>>(entry.second), own);
    }
  }
  return object;
}

Json ReportJson::owner(const Owner& owner) const {
  Json evidence = Json::array();
  for (const Evidence& item : owner.evidence) {
    evidence.push_back({{"source", item.source}, {"detail", redactor_.clean(item.detail)}});
  }
  return {{"name", text_or_null(redactor_.clean(owner.name))},
          {"kind", owner.kind},
          {"confidence", owner.confidence},
          {"verdict", to_string(owner.verdict)},
          {"evidence", std::move(evidence)},
          {"alternates", texts(owner.alternates)}};
}

Json ReportJson::finding(const Finding& finding) const {
  const Rule* rule = finding.rule.get();
  const Secrets own = {&finding.secret};
  Json scope = {{"level", to_string(finding.scope.level)},
                {"grants", texts(finding.scope.grants)},
                {"basis", finding.scope.basis}};
  return {{"id", finding.id},
          {"rule", rule != nullptr ? Json(rule->id) : Json(nullptr)},
          {"name", rule != nullptr ? Json(rule->name) : Json(nullptr)},
          {"provider", text_or_null(finding.provider)},
          {"class", to_string(class_of(finding.kind))},
          {"kind", to_string(finding.kind)},
          {"severity", to_string(finding.severity)},
          {"confidence", to_string(finding.confidence)},
          {"validity", to_string(finding.validity)},
          {"secret", shown_secret(report_, finding)},
          {"storage", to_string(finding.storage)},
          {"target", text_or_null(redactor_.clean(finding.target, own))},
          {"context", to_string(finding.context)},
          {"environment", finding.environment},
          {"location", location(finding.location)},
          {"tracked", value_or_null(finding.tracked)},
          {"commit", commit(finding.commit, own)},
          {"at_head", finding.at_head},
          {"history", history(finding.history)},
          {"count", finding.observed.count},
          {"first_observed", time_or_null(finding.observed.first)},
          {"last_observed", time_or_null(finding.observed.last)},
          {"decoded", decoded(finding.decoded, own)},
          {"lifetime", lifetime_json(finding.lifetime)},
          {"scope", std::move(scope)},
          {"owner", owner(finding.owner)}};
}

Json ReportJson::occurrence(const Occurrence& occurrence, const Secrets& own) const {
  return {{"rule", occurrence.rule},
          {"location", location(occurrence.location)},
          {"context", to_string(occurrence.context)},
          {"environment", occurrence.environment},
          {"tracked", value_or_null(occurrence.tracked)},
          {"commit", commit(occurrence.commit, own)},
          {"at_head", occurrence.at_head},
          {"history", history(occurrence.history)}};
}

Json ReportJson::identity(const Identity& identity) const {
  const Secrets own = redactor_.secrets_of(identity.parts);
  Json occurrences = Json::array();
  for (const Occurrence& place : identity.occurrences)
    occurrences.push_back(occurrence(place, own));
  const Json consumers = texts(identity.consumers);
  return {
      {"id", identity.id},
      {"class", to_string(class_of(identity.kind))},
      {"kind", to_string(identity.kind)},
      {"provider", text_or_null(identity.provider)},
      {"name", text_or_null(redactor_.clean(identity.name, own))},
      {"target", text_or_null(redactor_.clean(identity.target, own))},
      {"severity", to_string(identity.severity)},
      {"confidence", to_string(identity.confidence)},
      {"validity", to_string(identity.validity)},
      {"public", identity.is_public},
      {"declared", identity.declared},
      {"leaked", identity.leaked},
      {"storage", to_string(identity.storage)},
      {"secret", text_or_null(redactor_.clean(identity.redacted))},
      {"parts", identity.parts},
      {"occurrences", std::move(occurrences)},
      {"first_seen", time_or_null(identity.first_seen)},
      {"last_seen", time_or_null(identity.last_seen)},
      {"removed_at", time_or_null(identity.removed_at)},
      {"count", identity.leaked ? Json(identity.observed.count) : Json(nullptr)},
      {"first_observed", time_or_null(identity.observed.first)},
      {"last_observed", time_or_null(identity.observed.last)},
      {"state", to_string(identity.state)},
      {"lifetime", lifetime_json(identity.lifetime)},
      {"scope",
       {{"level", to_string(identity.scope.level)},
        {"grants", texts(identity.scope.grants)},
        {"basis", identity.scope.basis}}},
      {"environment", identity.environment},
      {"owner", owner(identity.owner)},
      {"consumers", consumers},
      {"agents", texts(identity.agents)},
      {"reuse",
       {{"repos", identity.reuse.repos},
        {"environments", identity.reuse.environments},
        {"agents", identity.reuse.agents}}},
      {"risk", {{"score", identity.risk_score}, {"factors", risk_factors(identity.risk_factors)}}},
      {"controls", identity.controls},
      {"policy", policy_results(identity.policy)},
      {"offboarding", {{"steps", texts(identity.offboarding)}, {"consumers", consumers}}},
      {"decoded", decoded(identity.decoded, own)},
      {"warnings", texts(identity.warnings)}};
}

Json ReportJson::coverage_counts() const {
  const Coverage& coverage = report_.coverage;
  return {{"files", coverage.files},
          {"blobs", coverage.blobs},
          {"commits", coverage.commits},
          {"bytes_listed", coverage.bytes_listed},
          {"bytes_scanned", coverage.bytes_scanned},
          {"bytes_skipped", coverage.bytes_skipped},
          {"bytes_expanded", coverage.bytes_expanded}};
}

Json ReportJson::skipped(const Skipped& skipped) const {
  return {{"path", redactor_.clean(skipped.path)},
          {"reason", redactor_.clean(skipped.reason)},
          {"bytes", skipped.bytes},
          {"failed", skipped.failed}};
}

Json ReportJson::suppressed() const {
  return {{"inline", report_.suppressed.inline_comment},
          {"baseline", report_.suppressed.baseline},
          {"allowlist", report_.suppressed.allowlist},
          {"placeholder", report_.suppressed.placeholder}};
}

}  // namespace nhiscan
