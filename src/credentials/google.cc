// Google Cloud: service account key files and OAuth client ids.

#include <algorithm>

#include "credentials/json.h"
#include "credentials/parts.h"
#include "credentials/pem.h"
#include "credentials/public_key.h"
#include "credentials/readers.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMaxAroundKeyFile = 16384;

/// The JSON object round the secret. Key files are flat, so the nearest braces are its own.
std::string_view surrounding_object(const Reading& reading) {
  const auto [text, span] = surroundings(reading, kMaxAroundKeyFile, kMaxAroundKeyFile);
  const auto inside = text.substr(0, span.end).find('{', span.begin);
  const auto open =
      inside == std::string_view::npos ? text.substr(0, span.begin).rfind('{') : inside;
  if (open == std::string_view::npos) return {};
  const auto close =
      text.find('}', std::max(open, inside == std::string_view::npos ? span.end : open));
  return text.substr(open, close == std::string_view::npos ? close : close - open + 1);
}

/// One level of string escapes resolved: an object that stands inside of a JSON or shell string.
std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    const bool is_escape = text[i] == '\\' && (next == '"' || next == '\\' || next == 'n');
    if (is_escape) ++i;
    plain.push_back(is_escape && next == 'n' ? '\n' : text[i]);
  }
  return plain;
}

/// The value that stands after a quoted name, where the object as a whole isn't JSON.
std::string loose_value(std::string_view text, std::string_view name) {
  const auto at = text.find(name);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + name.size());
  text.remove_prefix(std::min(text.find_first_not_of("\\\"': =\t"), text.size()));
  return std::string(text.substr(0, text.find_first_of("\\\"',\r\n} ")));
}

struct KeyFile {
  std::string email;
  std::string project;
  std::string key_id;
  std::string client_id;
  std::string private_key;
  std::string universe;
  bool is_json = false;
};

KeyFile from_json(const nlohmann::json& object) {
  return {text_of(object, "client_email"),
          text_of(object, "project_id"),
          text_of(object, "private_key_id"),
          text_of(object, "client_id"),
          text_of(object, "private_key"),
          text_of(object, "universe_domain"),
          true};
}

KeyFile read_key_file(std::string_view text) {
  for (const std::string& form : {std::string(text), unescaped(text)})
    if (const auto object = parse_json(form); object && object->is_object())
      return from_json(*object);
  const auto at = text.find("-----BEGIN ");
  return {loose_value(text, "client_email"),
          loose_value(text, "project_id"),
          loose_value(text, "private_key_id"),
          loose_value(text, "client_id"),
          at == std::string_view::npos ? std::string() : std::string(text.substr(at)),
          {},
          false};
}

void set_private_key_hash(Finding& finding, std::string_view private_key) {
  const auto block = read_pem(private_key);
  const auto key = block ? load_private_key(block->bytes, block->label) : nullptr;
  if (!key) return;
  set_key_facts(finding, key.get());
  set_fact(finding, "public_key", public_key_hash(key.get()));
  mark_structure_ok(finding);
}

}  // namespace

void read_google_service_account(const Reading& reading) {
  Finding& finding = reading.finding;
  const auto object = surrounding_object(reading);
  const KeyFile file = read_key_file(object.empty() ? reading.secret : object);
  set_private_key_hash(finding,
                       file.private_key.empty() ? std::string(reading.secret) : file.private_key);
  if (file.email.empty() && file.key_id.empty()) return;
  finding.kind = Kind::service_account;
  set_fact(finding, "name", file.email);
  set_fact(finding, "client_email", file.email);
  set_fact(finding, "private_key_id", file.key_id);
  set_fact(finding, "client_id", file.client_id);
  set_fact(finding, "universe", file.universe);
  const auto in_email = between(file.email, "@", ".iam.gserviceaccount.com");
  const std::string_view project = file.project.empty() ? in_email : std::string_view(file.project);
  set_fact(finding, "project", project);
  if (!project.empty()) finding.target = fact_text(project);
}

void read_google_oauth_client_id(const Reading& reading) {
  const auto number = reading.secret.substr(0, reading.secret.find('-'));
  if (!is_digits(number)) return;
  set_fact(reading.finding, "project_number", number);
  reading.finding.target = fact_text(number);
  mark_structure_ok(reading.finding);
}

}  // namespace nhiscan
