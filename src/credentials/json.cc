#include "credentials/json.h"

#include <charconv>
#include <cmath>

namespace nhiscan {
namespace {

constexpr int kMaxDepth = 64;

/// The parser itself doesn't recurse, but whoever walks its result might.
bool is_too_deep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaxDepth) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

const nlohmann::json* member(const nlohmann::json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

std::optional<double> number_in(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return static_cast<double>(value);
}

}  // namespace

std::optional<nlohmann::json> parse_json(std::string_view text) {
  if (text.size() > kMaxJsonBytes || is_too_deep(text)) return std::nullopt;
  auto json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_discarded()) return std::nullopt;
  return json;
}

std::string text_of(const nlohmann::json& object, std::string_view name) {
  const auto* value = member(object, name);
  if (value == nullptr) return {};
  if (value->is_string()) return value->get_ref<const std::string&>();
  return value->is_number() ? value->dump() : std::string();
}

const nlohmann::json* object_of(const nlohmann::json& object, std::string_view name) {
  const auto* value = member(object, name);
  return value != nullptr && value->is_object() ? value : nullptr;
}

std::vector<std::string> words_at(const nlohmann::json& object, std::string_view name) {
  constexpr std::size_t kMaxWords = 1000;
  std::vector<std::string> words;
  const auto* value = member(object, name);
  if (value == nullptr) return words;
  if (value->is_array()) {
    for (const auto& item : *value)
      if (item.is_string() && words.size() < kMaxWords)
        words.push_back(item.get_ref<const std::string&>());
    return words;
  }
  const std::string text = text_of(object, name);
  for (std::size_t begin = 0; begin < text.size() && words.size() < kMaxWords;) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    if (end > begin) words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

std::optional<std::int64_t> time_of(const nlohmann::json& object, std::string_view name) {
  constexpr double kFirstMillisecond = 1e11;  // as seconds, the year 5138
  const auto* value = member(object, name);
  if (value == nullptr) return std::nullopt;
  std::optional<double> seconds;
  if (value->is_number()) seconds = value->get<double>();
  if (value->is_string()) seconds = number_in(value->get_ref<const std::string&>());
  if (!seconds || !std::isfinite(*seconds) || std::abs(*seconds) > 1e15) return std::nullopt;
  const auto whole = static_cast<std::int64_t>(*seconds);
  return std::abs(*seconds) >= kFirstMillisecond && value->is_number() ? whole / 1000 : whole;
}

}  // namespace nhiscan
