#include "scan/log_secrets.h"

#include "decoders/log_format.h"

namespace nhiscan {
namespace {

std::string key_of(const Rule& rule, std::string_view secret) {
  std::string key = rule.id;
  key += '\0';
  return key.append(secret);
}

}  // namespace

void LogSecrets::begin_window(const Layer& text) {
  occurrences_.clear();
  path_ = text.path;
  text_ = text.text;
  if (!text.is_whole) context_ = text.log;
}

std::optional<Context> LogSecrets::context() {
  if (!context_) context_ = log_context(path_, text_.substr(0, kDecoderHead));
  return *context_;
}

std::optional<LogSecrets::Place> LogSecrets::find(const Rule& rule, std::string_view secret) const {
  const auto known = places_.find(key_of(rule, secret));
  if (known == places_.end()) return std::nullopt;
  return known->second;
}

void LogSecrets::add(const Rule& rule, std::string_view secret, Place place) {
  places_[key_of(rule, secret)] = place;
}

bool LogSecrets::is_new(Place place, std::size_t offset) {
  return occurrences_.emplace(place, offset).second;
}

void LogStack::begin_window(const Layer& text) {
  if (logs_.size() <= text.depth) logs_.resize(text.depth + 1);
  std::optional<LogSecrets>& log = logs_[text.depth];
  if (text.offset > 0 && log)
    log->begin_window(text);
  else
    log.emplace(text);
}

}  // namespace nhiscan
