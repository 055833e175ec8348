#include "scan/recognise.h"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

#include "base/line_counter.h"
#include "credentials/fingerprint.h"
#include "credentials/read.h"
#include "decoders/binary.h"
#include "detection/confirm.h"
#include "detection/matcher.h"
#include "scan/match_finding.h"

namespace nhiscan {
namespace {

constexpr std::string_view kPath = "stdin";
// Trying every rule on a piece costs about a millisecond.
constexpr std::size_t kMostSecondLooks = 2000;
constexpr std::size_t kMostPossibleRules = 10;

bool is_proof(Validity validity) {
  return validity != Validity::unknown && validity != Validity::checksum_bad;
}

/// A SEQUENCE with its length in several bytes, which isn't UTF-8.
bool begins_like_der(std::string_view text) {
  return text.size() > 1 && text[0] == '0' && (static_cast<unsigned char>(text[1]) & 0xF0U) == 0x80;
}

/// Forms that prove themselves whatever rules there are.
struct Form {
  const char* reader;
  const char* name;
  Kind kind;
};

constexpr auto kForms = std::to_array<Form>({
    {"keystore", "Keystore", Kind::keystore},
    {"x509", "X.509 certificate", Kind::certificate},
    {"private-key", "Private key", Kind::private_key},
    {"pgp", "OpenPGP key", Kind::pgp_key},
    {"jwk", "JSON Web Key", Kind::private_key},
    {"ssh-certificate", "SSH certificate", Kind::certificate},
    {"jwt", "JSON Web Token", Kind::jwt},
});

/// What a rule of the same kind says of revoking and of scope holds for the form too.
std::shared_ptr<const Rule> rule_of_form(const Form& form, const RuleSet& rules) {
  auto rule = std::make_shared<Rule>();
  const auto alike = std::ranges::find_if(rules.rules(), [&](const auto& one) {
    return one->decode == form.reader && one->kind == form.kind;
  });
  if (alike != rules.rules().end()) {
    rule->scope = (*alike)->scope;
    rule->revoke = (*alike)->revoke;
    rule->severity = (*alike)->severity;
    rule->is_public = (*alike)->is_public;
  }
  rule->id = form.reader;
  rule->name = form.name;
  rule->kind = form.kind;
  rule->decode = form.reader;
  return rule;
}

/// Every rule by its pattern alone, on a piece at a time.
class SecondLook {
 public:
  /// Uses the rules that `wanted` accepts.
  template <class Wanted>
  SecondLook(const RuleSet& rules, Filters filters, Wanted wanted)
      : limits_(PcreLimits::kUsual / 10) {
    for (std::size_t i = 0; i < rules.rules().size(); ++i)
      if (rules.enabled(i) && wanted(*rules.rules()[i])) add(rules.rules()[i], filters);
  }

  /// Matches of all rules, the likeliest first. They may overlap.
  std::vector<Match> look(std::string_view piece) {
    Detected found;
    for (Confirmer& confirmer : confirmers_) {
      confirmer.begin_document();
      confirmer.confirm_everywhere(piece, kPath, found);
    }
    std::ranges::stable_sort(found.matches, [](const Match& left, const Match& right) {
      return std::pair(left.rule->priority, left.secret.size()) >
             std::pair(right.rule->priority, right.secret.size());
    });
    return std::move(found.matches);
  }

 private:
  void add(const std::shared_ptr<const Rule>& rule, Filters filters) {
    auto made = Confirmer::make(rule, limits_.get(), filters);
    if (!made) throw std::logic_error(made.error().message);
    confirmers_.push_back(*std::move(made));
  }

  PcreLimits limits_;
  std::vector<Confirmer> confirmers_;
};

class Recogniser {
 public:
  Recogniser(std::string_view text, const RuleSet& rules, const RecogniseOptions& options)
      : text_(text), rules_(rules), options_(options) {}

  std::vector<Recognised> read_text();
  std::vector<Recognised> read_bytes();

 private:
  void scan(std::vector<Recognised>& parts);
  void look_again(Recognised& part);
  bool read_as_rule(Recognised& part);
  bool read_without_filters(Recognised& part);
  bool read_by_structure(Recognised& part);
  void list_possible_rules(Recognised& part);
  [[nodiscard]] Finding finding_of(Match match, std::string_view text, std::size_t offset) const;
  void add(Recognised& part, Finding finding);

  std::string_view text_;
  const RuleSet& rules_;
  const RecogniseOptions& options_;
  std::optional<SecondLook> unfiltered_;
  std::optional<SecondLook> nameless_;
};

/// The finding of a match in `text`, which stands at `offset` in the whole.
Finding Recogniser::finding_of(Match match, std::string_view text, std::size_t offset) const {
  const Span secret = match.secret;
  Finding finding = finding_of_match(std::move(match), text);
  finding.location.begin = offset + secret.begin;
  finding.location.end = offset + secret.end;
  read_credential(finding, text, secret, options_.now);
  return finding;
}

void Recogniser::add(Recognised& part, Finding finding) {
  finding.id = fingerprint(options_.salt, finding.kind, finding.secret.expose());
  part.credentials.push_back(std::move(finding));
}

/// What an ordinary scan finds.
void Recogniser::scan(std::vector<Recognised>& parts) {
  Matcher matcher(rules_);
  auto part = parts.begin();
  for (Match& match : matcher.scan(text_, kPath).matches) {
    while (part != parts.end() && part->piece.span.end <= match.secret.begin)
      ++part;
    if (part == parts.end()) break;
    if (!is_present(match)) continue;
    Finding finding = finding_of(std::move(match), text_, 0);
    if (!finding.rule->proof_required || is_proof(finding.validity)) add(*part, std::move(finding));
  }
}

bool Recogniser::read_as_rule(Recognised& part) {
  if (!unfiltered_)
    unfiltered_.emplace(rules_, Filters::none,
                        [&](const Rule& rule) { return rule.id == options_.as_rule->id; });
  const auto text = text_.substr(part.piece.span.begin, part.piece.span.size());
  std::vector<Match> matches = unfiltered_->look(text);
  if (matches.empty()) return false;
  add(part, finding_of(std::move(matches.front()), text, part.piece.span.begin));
  return true;
}

/// Samples and placeholders too, as long as a rule's form and the names that it needs are there.
bool Recogniser::read_without_filters(Recognised& part) {
  const auto is_exact = [](const Rule& rule) { return rule.value == ValueJudgement::exact; };
  if (!unfiltered_) unfiltered_.emplace(rules_, Filters::keywords, is_exact);
  const auto text = text_.substr(part.piece.span.begin, part.piece.span.size());
  for (Match& match : unfiltered_->look(text)) {
    Finding finding = finding_of(std::move(match), text, part.piece.span.begin);
    if (finding.rule->proof_required && !is_proof(finding.validity)) continue;
    add(part, std::move(finding));
    return true;
  }
  return false;
}

bool Recogniser::read_by_structure(Recognised& part) {
  const auto piece = text_.substr(part.piece.span.begin, part.piece.span.size());
  const auto value = part.piece.line_count == 1 ? assigned_value(piece) : piece;
  const auto offset = static_cast<std::size_t>(value.data() - text_.data());
  for (const Form& form : kForms) {
    Match match{rule_of_form(form, rules_), {0, value.size()}, {0, value.size()}, {}, {}};
    Finding finding = finding_of(std::move(match), value, offset);
    if (!is_proof(finding.validity) && finding.decoded.empty()) continue;
    add(part, std::move(finding));
    return true;
  }
  return false;
}

/// Rules that need a name near the value, on a value without one.
void Recogniser::list_possible_rules(Recognised& part) {
  if (!nameless_)
    nameless_.emplace(rules_, Filters::none, [](const Rule& rule) {
      return !rule.keywords.empty() && rule.value == ValueJudgement::exact;
    });
  const auto text = text_.substr(part.piece.span.begin, part.piece.span.size());
  const auto value = assigned_value(text);
  std::vector<std::string>& ids = part.possible_rules;
  for (Match& match : nameless_->look(text)) {
    const bool is_whole = match.secret.size() == value.size();
    if (!is_whole) continue;
    Finding finding = finding_of(std::move(match), text, part.piece.span.begin);
    if (is_proof(finding.validity)) {
      ids.clear();
      return add(part, std::move(finding));
    }
    ids.push_back(finding.rule->id);
  }
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (ids.size() > kMostPossibleRules) ids.resize(kMostPossibleRules);
}

void Recogniser::look_again(Recognised& part) {
  if (options_.as_rule) {
    read_as_rule(part);
    return;
  }
  if (read_without_filters(part) || read_by_structure(part)) return;
  if (part.piece.line_count == 1 && !part.piece.is_comment) list_possible_rules(part);
}

std::vector<Recognised> Recogniser::read_text() {
  std::vector<Recognised> parts;
  for (const Piece& piece : split_pieces(text_))
    parts.push_back({piece, {}, {}});
  if (!options_.as_rule) scan(parts);
  std::size_t looks = 0;
  for (Recognised& part : parts)
    if (part.credentials.empty() && looks++ < kMostSecondLooks) look_again(part);
  LineCounter lines(text_);
  for (Recognised& part : parts)
    for (Finding& finding : part.credentials)
      finding.location.line = lines.at(finding.location.begin).line;
  return parts;
}

std::vector<Recognised> Recogniser::read_bytes() {
  std::vector<Recognised> parts(1);
  parts.front().piece.span = {0, text_.size()};
  parts.front().piece.line_count = 0;
  read_by_structure(parts.front());
  return parts;
}

}  // namespace

std::vector<Recognised> recognise(std::string_view text, const RuleSet& rules,
                                  const RecogniseOptions& options) {
  Recogniser recogniser(text, rules, options);
  return is_binary(text) || begins_like_der(text) ? recogniser.read_bytes()
                                                  : recogniser.read_text();
}

}  // namespace nhiscan
