#include "detection/rule_codec.h"

#include <cstdint>

#include "base/archive.h"
#include "base/encoding.h"
#include "wrap/digest.h"

namespace nhiscan {
namespace {

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
  visit(rule.reach);
}

}  // namespace

std::string encode_rules(std::span<const Rule> rules) {
  ArchiveWriter writer;
  writer(static_cast<std::uint32_t>(rules.size()));
  for (const Rule& rule : rules)
    visit_fields(rule, writer);
  return writer.take();
}

std::string encode_examples(std::span<const Rule> rules) {
  ArchiveWriter writer;
  for (const Rule& rule : rules) {
    writer(rule.matches);
    writer(rule.no_match);
  }
  return writer.take();
}

Status decode_examples(std::string_view bytes, std::span<Rule> rules) {
  ArchiveReader reader(bytes);
  for (Rule& rule : rules) {
    reader(rule.matches);
    reader(rule.no_match);
  }
  if (!reader.good() || !reader.at_end()) return Error{"the image of the examples is damaged"};
  return Done{};
}

std::string rules_digest(std::vector<Rule> rules) {
  for (Rule& rule : rules)
    rule.file.clear();
  return encode_hex(sha256(encode_rules(rules))).substr(0, 16);
}

Result<std::vector<Rule>> decode_rules(std::string_view bytes) {
  ArchiveReader reader(bytes);
  std::uint32_t count = 0;
  reader(count);
  std::vector<Rule> rules;
  for (std::uint32_t i = 0; i < count && reader.good(); ++i)
    visit_fields(rules.emplace_back(), reader);
  if (!reader.good() || !reader.at_end()) return Error{"the rule image is damaged"};
  return rules;
}

}  // namespace nhiscan
