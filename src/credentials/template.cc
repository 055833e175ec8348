#include "credentials/template.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/encoding.h"
#include "base/text.h"
#include "credentials/aws_key_id.h"
#include "credentials/ids.h"
#include "credentials/parts.h"
#include "credentials/reading.h"

namespace nhiscan {
namespace {

struct TypeName {
  std::string_view name;
  FieldType type;
};

constexpr auto kTypes = std::to_array<TypeName>({{"text", FieldType::text},
                                                 {"number", FieldType::number},
                                                 {"time", FieldType::time},
                                                 {"mode", FieldType::mode},
                                                 {"objectid", FieldType::object_id},
                                                 {"ulid", FieldType::ulid},
                                                 {"ksuid", FieldType::ksuid},
                                                 {"uuid", FieldType::uuid},
                                                 {"discord", FieldType::discord},
                                                 {"twitter", FieldType::twitter},
                                                 {"uuid58", FieldType::uuid58},
                                                 {"uuid32", FieldType::uuid32},
                                                 {"uuid64", FieldType::uuid64},
                                                 {"base64", FieldType::base64},
                                                 {"aws-key", FieldType::aws_key}});

Result<TemplateField> parse_field(std::string_view text) {
  TemplateField field;
  if (const auto star = text.find('*'); star != std::string_view::npos) {
    const auto digits = text.substr(star + 1);
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), field.width);
    if (parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size() || field.width == 0)
      return Error{"the width of '{" + std::string(text) + "}' isn't a number"};
    text = text.substr(0, star);
  }
  if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    const auto type = parse_field_type(text.substr(colon + 1));
    if (!type) return Error{"there is no type '" + std::string(text.substr(colon + 1)) + "'"};
    field.type = *type;
    text = text.substr(0, colon);
  }
  field.name = text;
  if (text == "mode") field.type = FieldType::mode;
  return field;
}

bool is_shown(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

/// The value of each field; empty where the text isn't of that form.
std::vector<std::string_view> values_of(const Template& form, std::string_view text) {
  std::vector<std::string_view> values;
  if (!text.starts_with(form.literals.front())) return {};
  text.remove_prefix(form.literals.front().size());
  for (std::size_t i = 0; i < form.fields.size(); ++i) {
    const std::string& after = form.literals[i + 1];
    const bool is_last = i + 1 == form.fields.size();
    std::size_t size = form.fields[i].width;
    if (size == 0 && is_last)
      size = text.size() - std::min(text.size(), after.size());
    else if (size == 0)
      size = text.find(after);
    if (size > text.size() || !text.substr(size).starts_with(after)) return {};
    values.push_back(text.substr(0, size));
    text.remove_prefix(size + after.size());
  }
  return text.empty() ? values : std::vector<std::string_view>();
}

void set_created(Finding& finding, std::optional<std::int64_t> created) {
  if (created && !finding.lifetime.issued) set_lifetime(finding, created, std::nullopt, "id");
}

std::optional<std::int64_t> id_time(FieldType type, std::string_view value) {
  switch (type) {
    case FieldType::object_id:
      return object_id_time(value);
    case FieldType::ulid:
      return ulid_time(value);
    case FieldType::ksuid:
      return ksuid_time(value);
    case FieldType::discord:
      return snowflake_time(value, kDiscordEpoch);
    case FieldType::twitter:
      return snowflake_time(value, kTwitterEpoch);
    case FieldType::uuid:
      return uuid_time(parse_uuid(value).value_or(std::string()));
    default:
      return std::nullopt;
  }
}

/// When an id of that type was made. What would be in the future was never a time.
std::optional<std::int64_t> creation_time(FieldType type, std::string_view value,
                                          std::int64_t now) {
  constexpr std::int64_t kDay = 86400;
  const auto time = id_time(type, value);
  return time && *time <= now + kDay ? time : std::nullopt;
}

Fit set_time(Finding& finding, std::string_view name, std::string_view value) {
  std::int64_t seconds = 0;
  const auto parsed = std::from_chars(value.data(), value.data() + value.size(), seconds);
  if (parsed.ec != std::errc() || parsed.ptr != value.data() + value.size()) return Fit::none;
  if (name == "expires" && seconds == 0)
    set_non_expiring(finding, "expiry 0");
  else if (name == "expires")
    set_lifetime(finding, std::nullopt, seconds, "expiry in the value");
  else if (name == "issued")
    set_lifetime(finding, seconds, std::nullopt, "value");
  else
    set_number(finding, std::string(name) + "_at", seconds);
  return Fit::shape;
}

Fit set_uuid(Finding& finding, std::string_view name, std::string_view value, std::int64_t now) {
  const auto uuid = parse_uuid(value);
  if (!uuid) return Fit::none;
  set_fact(finding, name, *uuid);
  set_created(finding, creation_time(FieldType::uuid, *uuid, now));
  return Fit::shape;
}

/// Whether version and variant are those of RFC 9562, which random bytes seldom have.
bool is_rfc_uuid(std::string_view uuid) {
  return uuid.size() == 36 && uuid[14] >= '1' && uuid[14] <= '8' &&
         std::string_view("89ab").find(uuid[19]) != std::string_view::npos;
}

Fit set_decoded_uuid(Finding& finding, std::string_view name,
                     const std::optional<std::string>& bytes, std::int64_t now) {
  const std::string uuid = bytes ? uuid_text(*bytes) : std::string();
  if (!is_rfc_uuid(uuid)) return Fit::none;
  set_uuid(finding, name, uuid, now);
  return Fit::proven;
}

Fit set_number_text(Finding& finding, std::string_view name, std::string_view value) {
  if (!is_digits(value)) return Fit::none;
  set_fact(finding, name, value);
  return Fit::shape;
}

/// An id is kept also where its time can't be one.
Fit set_id(Finding& finding, std::string_view name, std::string_view value,
           std::optional<std::int64_t> created) {
  set_fact(finding, name, value);
  set_created(finding, created);
  return created ? Fit::proven : Fit::shape;
}

Fit set_aws_key(Finding& finding, std::string_view name, std::string_view value) {
  set_fact(finding, name, value);
  const std::string account = account_of_aws_key(value);
  if (account.empty()) return Fit::shape;
  set_fact(finding, "account", account);
  finding.target = account;
  return Fit::proven;
}

Fit set_mode(Finding& finding, std::string_view name, std::string_view value) {
  const auto environment = environment_of_mode(value);
  if (environment.empty()) return Fit::none;
  set_fact(finding, name, value);
  finding.environment = environment;
  return Fit::shape;
}

std::optional<std::string> printable_base64(std::string_view value) {
  auto text = decode_base64(value);
  return text && is_shown(*text) ? text : std::nullopt;
}

}  // namespace

std::optional<FieldType> parse_field_type(std::string_view word) {
  const auto* const found = std::ranges::find(kTypes, word, &TypeName::name);
  if (found == kTypes.end()) return std::nullopt;
  return found->type;
}

Result<Template> parse_template(std::string_view text) {
  Template form;
  while (true) {
    const auto open = text.find('{');
    form.literals.emplace_back(text.substr(0, open));
    if (open == std::string_view::npos) break;
    const auto close = text.find('}', open);
    if (close == std::string_view::npos) return Error{"a brace isn't closed"};
    const bool follows = !form.fields.empty() && form.literals.back().empty();
    if (follows && form.fields.back().width == 0)
      return Error{"the field '" + form.fields.back().name + "' has no end"};
    auto field = parse_field(text.substr(open + 1, close - open - 1));
    if (!field) return field.error();
    form.fields.push_back(*std::move(field));
    text.remove_prefix(close + 1);
  }
  if (form.fields.empty()) return Error{"the template has no field"};
  return form;
}

std::string_view environment_of_mode(std::string_view mode) {
  struct Mode {
    std::string_view word;
    std::string_view environment;
  };
  static constexpr auto kModes = std::to_array<Mode>({{"live", "prod"},
                                                      {"prod", "prod"},
                                                      {"production", "prod"},
                                                      {"prd", "prod"},
                                                      {"test", "test"},
                                                      {"testing", "test"},
                                                      {"sandbox", "test"},
                                                      {"sbox", "test"},
                                                      {"sbx", "test"},
                                                      {"sdbx", "test"},
                                                      {"sb", "test"},
                                                      {"hmlg", "test"},
                                                      {"staging", "staging"},
                                                      {"stg", "staging"},
                                                      {"dev", "dev"},
                                                      {"development", "dev"},
                                                      {"local", "dev"}});
  const std::string word = lower_ascii(mode);
  const auto* const found = std::ranges::find(kModes, word, &Mode::word);
  return found == kModes.end() ? std::string_view() : found->environment;
}

Fit set_typed_fact(Finding& finding, std::string_view name, FieldType type, std::string_view value,
                   std::int64_t now) {
  if (name.empty()) {
    set_created(finding, creation_time(type, value, now));
    return Fit::shape;
  }
  if (value.empty() || !is_shown(value)) return Fit::none;
  switch (type) {
    case FieldType::text:
      break;
    case FieldType::number:
      return set_number_text(finding, name, value);
    case FieldType::time:
      return set_time(finding, name, value);
    case FieldType::mode:
      return set_mode(finding, name, value);
    case FieldType::object_id:
    case FieldType::ulid:
    case FieldType::ksuid:
    case FieldType::discord:
    case FieldType::twitter:
      return set_id(finding, name, value, creation_time(type, value, now));
    case FieldType::uuid:
      return set_uuid(finding, name, value, now);
    case FieldType::uuid58:
      return set_decoded_uuid(finding, name, decode_base58(value), now);
    case FieldType::uuid32:
      return set_decoded_uuid(finding, name, decode_base32(value), now);
    case FieldType::uuid64:
      return set_decoded_uuid(finding, name, decode_base64(value), now);
    case FieldType::base64: {
      const auto text = printable_base64(value);
      if (text) set_fact(finding, name, *text);
      return text ? Fit::proven : Fit::none;
    }
    case FieldType::aws_key:
      return set_aws_key(finding, name, value);
  }
  set_fact(finding, name, value);
  return Fit::shape;
}

Fit read_template(Finding& finding, const Template& form, std::string_view text, std::int64_t now) {
  const auto values = values_of(form, text);
  if (values.size() != form.fields.size()) return Fit::none;
  // Nothing is set unless all is of its type.
  Finding trial;
  auto best = Fit::shape;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const TemplateField& field = form.fields[i];
    const Fit fit = set_typed_fact(trial, field.name, field.type, values[i], now);
    if (fit == Fit::none) return Fit::none;
    best = std::max(best, fit);
  }
  for (std::size_t i = 0; i < values.size(); ++i)
    set_typed_fact(finding, form.fields[i].name, form.fields[i].type, values[i], now);
  return best;
}

}  // namespace nhiscan
