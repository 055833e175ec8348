// Readers that a rule tells how its secrets are put together: `fields`, `base64` and `json`.

#include "credentials/described.h"

#include <algorithm>

#include "base/encoding.h"
#include "credentials/json.h"
#include "credentials/parts.h"
#include "credentials/readers.h"
#include "credentials/template.h"

namespace nhiscan {
namespace {

constexpr std::string_view kBase64Characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=";
// No prefix is longer.
constexpr std::size_t kLongestPrefix = 32;
constexpr std::size_t kMaxEncoded = std::size_t{64} << 10;

/// The templates of an argument that are well formed.
std::vector<Template> templates_in(std::string_view argument) {
  std::vector<Template> forms;
  for (const auto word : split(argument, ' '))
    if (auto form = parse_template(word)) forms.push_back(*std::move(form));
  return forms;
}

Fit read_any(const Reading& reading, const std::vector<Template>& forms, std::string_view text) {
  for (const Template& form : forms)
    if (const Fit fit = read_template(reading.finding, form, text, reading.now); fit != Fit::none)
      return fit;
  return Fit::none;
}

/// Where a value of a JSON object is, and what it becomes.
struct JsonFact {
  std::string_view name;
  FieldType type = FieldType::text;
  std::string_view path;  ///< names with dots between
};

/// `name:type=path`; nothing where it isn't of that form.
std::optional<JsonFact> parse_json_fact(std::string_view word) {
  const auto equals = word.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  JsonFact fact{word.substr(0, equals), FieldType::text, word.substr(equals + 1)};
  if (const auto colon = fact.name.find(':'); colon != std::string_view::npos) {
    const auto type = parse_field_type(fact.name.substr(colon + 1));
    if (!type) return std::nullopt;
    fact.type = *type;
    fact.name = fact.name.substr(0, colon);
  }
  if (fact.name.empty() || fact.path.empty()) return std::nullopt;
  return fact;
}

std::string value_at(const nlohmann::json& object, std::string_view path) {
  const nlohmann::json* inner = &object;
  for (auto dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
    inner = object_of(*inner, path.substr(0, dot));
    if (inner == nullptr) return {};
    path.remove_prefix(dot + 1);
  }
  return text_of(*inner, path);
}

std::optional<nlohmann::json> object_in(std::string_view text) {
  auto json = parse_json(text);
  return json && json->is_object() ? std::move(json) : std::nullopt;
}

/// The object that the base64 from `at` on holds. What stands behind it may be of the same
/// alphabet, after a `_`.
std::optional<nlohmann::json> encoded_object(std::string_view text, std::size_t at) {
  constexpr int kMostTries = 8;
  auto encoded = text.substr(at, kMaxEncoded);
  encoded = encoded.substr(0, encoded.find_first_not_of(kBase64Characters));
  for (int i = 0; i < kMostTries && !encoded.empty(); ++i) {
    const auto bytes = decode_base64(encoded);
    if (auto object = bytes ? object_in(*bytes) : std::nullopt) return object;
    const auto last = encoded.rfind('_');
    encoded = encoded.substr(0, last == std::string_view::npos ? 0 : last);
  }
  return std::nullopt;
}

/// The object that the secret is, or holds in base64. `{"` in base64 is `ey`.
std::optional<nlohmann::json> object_of_secret(std::string_view secret) {
  constexpr int kMostTries = 8;
  if (auto plain = object_in(secret)) return plain;
  std::size_t at = secret.find("ey");
  for (int i = 0; i < kMostTries && at != std::string_view::npos; ++i) {
    if (auto object = encoded_object(secret, at)) return object;
    at = secret.find("ey", at + 1);
  }
  return std::nullopt;
}

}  // namespace

bool is_template_list(std::string_view argument) {
  return std::ranges::all_of(
      split(argument, ' '), [](std::string_view word) { return parse_template(word).has_value(); });
}

bool is_json_fact_list(std::string_view argument) {
  return std::ranges::all_of(split(argument, ' '), [](std::string_view word) {
    return parse_json_fact(word).has_value();
  });
}

void read_fields(const Reading& reading) {
  if (read_any(reading, templates_in(reading.argument), reading.secret) == Fit::proven)
    mark_structure_ok(reading.finding);
}

void read_base64_fields(const Reading& reading) {
  const std::vector<Template> forms = templates_in(reading.argument);
  const auto secret = reading.secret.substr(0, kMaxEncoded);
  for (std::size_t at = 0; at < std::min(kLongestPrefix, secret.size()); ++at) {
    auto encoded = secret.substr(at);
    encoded = encoded.substr(0, encoded.find_first_not_of(kBase64Characters));
    const auto bytes = decode_base64(encoded);
    if (bytes && read_any(reading, forms, *bytes) != Fit::none)
      return mark_structure_ok(reading.finding);
  }
}

void read_json_fields(const Reading& reading) {
  const auto object = object_of_secret(reading.secret);
  if (!object) return;
  bool any = false;
  for (const auto word : split(reading.argument, ' ')) {
    const auto fact = parse_json_fact(word);
    if (!fact) continue;
    const std::string value = value_at(*object, fact->path);
    any =
        set_typed_fact(reading.finding, fact->name, fact->type, value, reading.now) != Fit::none ||
        any;
  }
  if (any) mark_structure_ok(reading.finding);
}

void read_mode(const Reading& reading) {
  const auto set = [&](std::string_view word) {
    const auto environment = environment_of_mode(word);
    if (environment.empty()) return false;
    set_fact(reading.finding, "mode", word);
    reading.finding.environment = environment;
    return true;
  };
  const auto secret = reading.secret.substr(0, 256);
  for (std::size_t begin = 0; begin < secret.size();) {
    const auto end = std::min(secret.find_first_of("_-.:/$|", begin), secret.size());
    if (set(secret.substr(begin, end - begin))) return;
    begin = end + 1;
  }
  if (!reading.argument.empty()) set(reading.argument);
}

}  // namespace nhiscan
