#include "detection/rule_codec.h"

#include <cstdint>
#include <type_traits>

#include "base/archive.h"
#include "base/encoding.h"
#include "wrap/digest.h"

namespace nhiscan {

template <class T, class Structure>
concept IsA = std::is_same_v<std::remove_const_t<T>, Structure>;

// Found by the archives: which members a structure has.
void visit_fields(IsA<Allowlist> auto& list, auto& archive) {
  archive(list.condition);
  archive(list.commits);
  archive(list.paths);
  archive(list.regexes);
  archive(list.target);
  archive(list.stopwords);
}

void visit_fields(IsA<Requirement> auto& requirement, auto& archive) {
  archive(requirement.rule);
  archive(requirement.lines);
  archive(requirement.columns);
}

void visit_fields(IsA<Rule> auto& rule, auto& archive) {
  archive(rule.id);
  archive(rule.name);
  archive(rule.provider);
  archive(rule.kind);
  archive(rule.pattern);
  archive(rule.anchor);
  archive(rule.lead);
  archive(rule.keywords);
  archive(rule.near);
  archive(rule.min_entropy);
  archive(rule.value);
  archive(rule.ignore);
  archive(rule.checksum);
  archive(rule.proof_required);
  archive(rule.decode);
  archive(rule.severity);
  archive(rule.confidence);
  archive(rule.lifetime);
  archive(rule.storage);
  archive(rule.scope);
  archive(rule.pairs);
  archive(rule.is_public);
  archive(rule.priority);
  archive(rule.revoke);
  archive(rule.source);
  archive(rule.utf8);
  archive(rule.whole_document);
  archive(rule.needs);
  archive(rule.secret_groups);
  archive(rule.path);
  archive(rule.allowlists);
  archive(rule.requires_rules);
  archive(rule.reported);
  archive(rule.tags);
  archive(rule.file);
  archive(rule.line);
  archive(rule.anchor_width);
  archive(rule.reach);
  archive(rule.spotted);
}

std::string encode_rules(std::span<const Rule> rules) {
  ArchiveWriter writer;
  writer(static_cast<std::uint32_t>(rules.size()));
  for (const Rule& rule : rules)
    writer(rule);
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

Result<std::vector<std::shared_ptr<const Rule>>> decode_rules(std::string_view bytes) {
  ArchiveReader reader(bytes);
  std::uint32_t count = 0;
  reader(count);
  std::vector<std::shared_ptr<const Rule>> rules;
  for (std::uint32_t i = 0; i < count && reader.good(); ++i) {
    auto rule = std::make_shared<Rule>();
    reader(*rule);
    rules.push_back(std::move(rule));
  }
  if (!reader.good() || !reader.at_end()) return Error{"the rule image is damaged"};
  return rules;
}

}  // namespace nhiscan
