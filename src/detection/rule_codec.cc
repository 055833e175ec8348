#include "detection/rule_codec.h"

#include <cstdint>
#include <cstring>
#include <type_traits>

#include "base/encoding.h"
#include "wrap/digest.h"

namespace nhiscan {
namespace {

/// Appends values to a string; the mirror of Reader.
class Writer {
 public:
  template <class T>
  void operator()(const T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
      (*this)(static_cast<std::uint32_t>(value.size()));
      bytes_ += value;
    } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
      (*this)(static_cast<std::uint32_t>(value.size()));
      for (const std::string& element : value)
        (*this)(element);
    } else {
      static_assert(std::is_trivially_copyable_v<T>);
      bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
  }

  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  template <class T>
  void operator()(T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
      value = std::string(take(count()));
    } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
      value.resize(count());
      for (std::string& element : value)
        (*this)(element);
    } else {
      const std::string_view bytes = take(sizeof value);
      if (good_) std::memcpy(&value, bytes.data(), sizeof value);
    }
  }

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::size_t count() {
    std::uint32_t size = 0;
    (*this)(size);
    if (size > rest_.size()) good_ = false;
    return good_ ? size : 0;
  }

  std::string_view take(std::size_t size) {
    if (size > rest_.size()) good_ = false;
    if (!good_) return {};
    const std::string_view head = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return head;
  }

  std::string_view rest_;
  bool good_ = true;
};

template <class R, class Visitor>
void visit_fields(R& rule, Visitor& visit) {
  visit(rule.id);
  visit(rule.name);
  visit(rule.provider);
  visit(rule.kind);
  visit(rule.pattern);
  visit(rule.anchor);
  visit(rule.lead);
  visit(rule.keywords);
  visit(rule.near);
  visit(rule.min_entropy);
  visit(rule.value);
  visit(rule.ignore);
  visit(rule.checksum);
  visit(rule.proof_required);
  visit(rule.decode);
  visit(rule.severity);
  visit(rule.confidence);
  visit(rule.lifetime);
  visit(rule.storage);
  visit(rule.scope);
  visit(rule.pairs);
  visit(rule.is_public);
  visit(rule.priority);
  visit(rule.revoke);
  visit(rule.source);
  visit(rule.file);
  visit(rule.line);
  visit(rule.anchor_width);
}

}  // namespace

std::string encode_rules(std::span<const Rule> rules) {
  Writer writer;
  writer(static_cast<std::uint32_t>(rules.size()));
  for (const Rule& rule : rules)
    visit_fields(rule, writer);
  return writer.take();
}

std::string rules_digest(std::vector<Rule> rules) {
  for (Rule& rule : rules)
    rule.file.clear();
  return encode_hex(sha256(encode_rules(rules))).substr(0, 16);
}

Result<std::vector<Rule>> decode_rules(std::string_view bytes) {
  Reader reader(bytes);
  std::uint32_t count = 0;
  reader(count);
  std::vector<Rule> rules;
  for (std::uint32_t i = 0; i < count && reader.good(); ++i)
    visit_fields(rules.emplace_back(), reader);
  if (!reader.good() || !reader.at_end()) return Error{"the rule image is damaged"};
  return rules;
}

}  // namespace nhiscan
