#include "detection/confirm.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "detection/default_password.h"
#include "detection/spots.h"
#include "detection/spotted.h"
#include "detection/value_shape.h"
#include "detection/value_text.h"

namespace nhiscan {
namespace {

// No credential is longer than this after its anchor; what PCRE2 may look at ends here.
constexpr std::size_t kLongestTail = 64UL * 1024;
// What PCRE2 is shown of it at first.
constexpr std::size_t kFirstTail = 256;
// No name that stands before a value and says what it is ("integrity-sha256=") is longer.
constexpr std::size_t kLongestName = 64;

using value_text::lower;

bool ends_with_word(std::string_view text, std::string_view word) {
  if (text.size() < word.size()) return false;
  return std::ranges::equal(text.substr(text.size() - word.size()), word, {}, lower);
}

/// A value that could as well be a digest needs more than its surroundings.
bool proves_itself(const Rule& rule) {
  return rule.keywords.empty() && rule.value == ValueJudgement::exact;
}

/// Pictures and other data in base64 hold every short word and every run of letters and digits.
bool is_amid_encoded_data(std::string_view text, Span secret) {
  const auto is_encoded = [](char c) { return value_text::is_alnum(c) || c == '+' || c == '/'; };
  const std::size_t from = secret.begin - std::min(secret.begin, kLongestName);
  const std::string_view before = text.substr(from, secret.begin - from);
  if (before.size() < kLongestName || !value_text::any(before, value_text::is_digit)) return false;
  if (before.find_first_of("+/") == std::string_view::npos) return false;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const bool line_break =
        before[i] == '\n' || before[i] == '\r' || before.substr(i).starts_with("\\n");
    if (line_break && before[i] == '\\') ++i;
    if (!line_break && !is_encoded(before[i])) return false;
  }
  return true;
}

/// `checksum/secret: 3f1c…`: the value is a digest of what the key, which is part of `text`, names.
bool is_key_of_digest(std::string_view text, std::string_view key) {
  if (key.empty()) return false;
  return text.substr(0, static_cast<std::size_t>(key.data() - text.data())).ends_with("checksum/");
}

/// People choose passwords, and a private key is no text; every other secret is a random token.
bool is_token(Kind kind) {
  return kind != Kind::password && kind != Kind::basic_auth && kind != Kind::connection_string &&
         kind != Kind::private_key;
}

/// How a value of this kind is kept; none if it is no credential at all.
std::optional<Storage> storage_of(ValueKind kind, std::string_view value) {
  if (kind == ValueKind::credible || kind == ValueKind::doubtful) return Storage::plaintext;
  if (kind == ValueKind::encrypted) return Storage::encrypted;
  if (kind == ValueKind::reference && names_its_store(value)) return Storage::referenced;
  return std::nullopt;
}

}  // namespace

Result<Confirmer> Confirmer::make(std::shared_ptr<const Rule> rule, pcre2_match_context* limits,
                                  Filters filters, const ClaimedPrefixes* claimed) {
  Confirmer made;
  made.filters_ = filters;
  int number = 0;
  PCRE2_SIZE offset = 0;
  const auto* pattern = reinterpret_cast<PCRE2_SPTR>(rule->pattern.data());
  const std::uint32_t options =
      PCRE2_USE_OFFSET_LIMIT | (rule->utf8 ? PCRE2_UTF | PCRE2_MATCH_INVALID_UTF : 0);
  made.code_.reset(
      pcre2_compile(pattern, rule->pattern.size(), options, &number, &offset, nullptr));
  if (!made.code_) return Error{"rule '" + rule->id + "': PCRE2 rejects its pattern"};
  pcre2_jit_compile(made.code_.get(), PCRE2_JIT_COMPLETE | PCRE2_JIT_PARTIAL_HARD);
  made.data_.reset(pcre2_match_data_create_from_pattern(made.code_.get(), nullptr));
  auto conditions = RuleConditions::make(*rule);
  if (!conditions) return conditions.error();
  made.conditions_ = *std::move(conditions);
  made.limits_ = limits;
  made.claimed_ = claimed;
  made.rule_ = std::move(rule);

  std::uint32_t lookbehind = 0;
  pcre2_pattern_info(made.code_.get(), PCRE2_INFO_MAXLOOKBEHIND, &lookbehind);
  std::size_t longest_keyword = 0;
  for (const std::string& word : made.rule_->keywords)
    longest_keyword = std::max(longest_keyword, word.size());
  made.reach_back_ =
      std::max<std::size_t>({lookbehind, made.rule_->near + longest_keyword, kLongestName});
  if (made.rule_->value == ValueJudgement::judged)
    made.reach_back_ = std::max(made.reach_back_, kUserBefore);

  std::uint32_t count = 0;
  std::uint32_t entry_size = 0;
  PCRE2_SPTR table = nullptr;
  pcre2_pattern_info(made.code_.get(), PCRE2_INFO_NAMECOUNT, &count);
  pcre2_pattern_info(made.code_.get(), PCRE2_INFO_NAMEENTRYSIZE, &entry_size);
  pcre2_pattern_info(made.code_.get(), PCRE2_INFO_NAMETABLE, static_cast<void*>(&table));
  for (std::uint32_t i = 0; i < count; ++i, table += entry_size) {
    const std::size_t group = static_cast<std::size_t>(table[0]) << 8U | table[1];
    std::string name = reinterpret_cast<const char*>(table + 2);
    if (name == "secret")
      made.secret_group_ = group;
    else if (name == "key")
      made.key_group_ = group;
    else if (name == "quote")
      made.quote_group_ = group;
    else
      made.fact_groups_.emplace_back(group, std::move(name));
  }
  return made;
}

void Confirmer::begin_document(std::size_t most) {
  most_ = most;
  next_ = 0;
  in_vain_ = {};
  kept_ = 0;
  flood_ = 0;
  gave_up_ = 0;
  if (conditions_) conditions_->begin_document();
}

bool Confirmer::admits(std::string_view text, std::string_view path, std::size_t near) {
  if (!conditions_ || filters_ == Filters::none) return true;
  return conditions_->admits(*rule_, text, filters_ == Filters::all ? path : "", near);
}

/// How far before its anchor's end a match may begin.
std::size_t Confirmer::lead() const {
  return rule_->reach > 0 ? rule_->lead : rule_->anchor_width + rule_->lead;
}

Span Confirmer::starts_of(std::size_t end) const {
  return {end - std::min(end, lead()), end + rule_->reach};
}

Outcome Confirmer::confirm(std::string_view text, std::string_view path, std::size_t end,
                           Detected& out) {
  if (!admits(text, path, end)) return {};
  const Span starts = rule_->whole_document ? Span{0, text.size()} : starts_of(end);
  const std::size_t kept_before = kept_;
  const bool independent = next_ <= starts.begin && gave_up_ == 0;
  const std::size_t seen = search(text, path, starts, out);
  Outcome outcome;
  outcome.back = static_cast<std::uint32_t>(lead() + reach_back_);
  outcome.ahead = static_cast<std::uint32_t>((seen == text.size() ? seen + 1 : seen) - end);
  outcome.next = static_cast<std::int64_t>(next_) - static_cast<std::int64_t>(end);
  outcome.matches = static_cast<std::uint32_t>(kept_ - kept_before);
  // What the whole document decides, it decides anew for each.
  const bool local = !conditions_ && !rule_->whole_document;
  outcome.repeatable = local && independent && flood_ == 0 && gave_up_ == 0;
  return outcome;
}

bool Confirmer::may_take(const Outcome& known, std::size_t end) const {
  return known.repeatable && next_ <= starts_of(end).begin && kept_ + known.matches <= most_;
}

void Confirmer::take(const Outcome& known, std::size_t end) {
  next_ = static_cast<std::size_t>(static_cast<std::int64_t>(end) + known.next);
  kept_ += known.matches;
}

void Confirmer::confirm_everywhere(std::string_view text, std::string_view path, Detected& out) {
  if (admits(text, path, 0)) search(text, path, {0, text.size()}, out);
}

/// Matches from `from` on. Shows PCRE2 more of the text as long as that could make a difference.
int Confirmer::match(std::string_view text, std::size_t from, std::size_t limit,
                     std::size_t& visible) {
  const std::size_t most = std::min(text.size(), limit + kLongestTail);
  while (true) {
    const std::uint32_t options = visible < most ? PCRE2_PARTIAL_HARD : 0;
    const int found = pcre2_match(code_.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), visible,
                                  from, options, data_.get(), limits_);
    if (found != PCRE2_ERROR_PARTIAL) return found;
    visible = std::min(most, limit + 8 * (visible - limit));
  }
}

/// Such a match is as good as none: with or without it, the rule's next match is the same.
bool Confirmer::lacks_spot(std::string_view match) const {
  return rule_->spotted && filters_ == Filters::all && !has_spot(match.substr(0, kSpotWithin));
}

/// Where the next match may begin: behind this one, which ends at `end`, but inside a reference to
/// a variable, since that may give a value for the case that it isn't set:
/// `TOKEN="${TOKEN:-k7xQ…}"`.
std::size_t Confirmer::resumes_in_default(std::string_view text, std::size_t end) const {
  const auto secret = secret_span();
  const bool reference = rule_->value == ValueJudgement::judged && secret && secret->size() > 2 &&
                         text.substr(secret->begin).starts_with("${");
  return reference ? secret->begin + 2 : end;
}

/// Returns up to where it looked at the text.
std::size_t Confirmer::search(std::string_view text, std::string_view path, Span starts,
                              Detected& out) {
  document_ = text;
  const std::size_t limit = std::min(starts.end, text.size());
  std::size_t visible = std::min(text.size(), limit + kFirstTail);
  pcre2_set_offset_limit(limits_, limit);
  const std::size_t seen_before = starts.begin < in_vain_.end ? in_vain_.seen : 0;
  next_ = std::max(next_, starts.begin);
  while (std::max(next_, in_vain_.end) <= limit) {
    const std::size_t from = std::max(next_, in_vain_.end);
    const int found = match(text, from, limit, visible);
    if (found == PCRE2_ERROR_NOMATCH) {
      tried_ += limit + 1 - from;
      // What ends farther away than it could see may still begin there.
      if (visible < limit + kLongestTail) in_vain_ = {limit + 1, std::max(visible, seen_before)};
      break;
    }
    if (found < 0) {
      ++gave_up_;
      next_ = limit + 1;
      break;
    }
    const PCRE2_SIZE* spans = pcre2_get_ovector_pointer(data_.get());
    tried_ += spans[0] + 1 - from;
    if (lacks_spot(text.substr(spans[0], spans[1] - spans[0]))) {
      next_ = spans[0] + 1;
      continue;
    }
    visible = std::max(visible, std::min(text.size(), spans[1] + kLongestName));
    judge(text.substr(0, visible), path, out);
    next_ = std::max(resumes_in_default(text, spans[1]), spans[0] + 1);
  }
  return std::max(visible, seen_before);
}

std::optional<Span> Confirmer::group(std::size_t number) const {
  if (number >= pcre2_get_ovector_count(data_.get())) return std::nullopt;
  const PCRE2_SIZE* spans = pcre2_get_ovector_pointer(data_.get());
  if (spans[2 * number] == PCRE2_UNSET) return std::nullopt;
  return Span{spans[2 * number], spans[2 * number + 1]};
}

std::optional<Span> Confirmer::secret_span() const {
  if (rule_->secret_groups.empty()) return group(secret_group_);
  for (const std::uint32_t number : rule_->secret_groups)
    if (const auto span = group(number); span && span->size() > 0) return span;
  return std::nullopt;
}

bool Confirmer::keyword_before(std::string_view text, std::size_t begin) const {
  for (std::size_t gap = 0; gap <= std::min(rule_->near, begin); ++gap) {
    const std::string_view before = text.substr(0, begin - gap);
    for (const std::string& word : rule_->keywords)
      if (ends_with_word(before, word)) return true;
  }
  return false;
}

std::string_view Confirmer::key_in(std::string_view text) const {
  const auto key = key_group_ == 0 ? std::nullopt : group(key_group_);
  return key ? text.substr(key->begin, key->size()) : std::string_view{};
}

std::string_view Confirmer::user_in(std::string_view text) const {
  for (const auto& [number, name] : fact_groups_)
    if (const auto user = name == "user" ? group(number) : std::nullopt)
      return text.substr(user->begin, user->size());
  return {};
}

ValueKind Confirmer::kind_of(std::string_view value, const ValueContext& context) const {
  const ValueKind kind = judge_value(value, context);
  if ((kind != ValueKind::credible && kind != ValueKind::doubtful) || claimed_ == nullptr)
    return kind;
  if (claimed_->is_sample(value)) return ValueKind::placeholder;
  return !holds_password(context) && claimed_->claim(value) ? ValueKind::identifier : kind;
}

/// What tells a secret from a sample, a digest or a name; nothing for those. Counts placeholders in
/// `out`. `text` ends where the confirmer has looked.
std::optional<Confirmer::Shown> Confirmer::shown_by(std::string_view text, std::string_view path,
                                                    Span secret, Detected& out) const {
  const std::string_view value = text.substr(secret.begin, secret.size());
  const bool unjudged = rule_->value == ValueJudgement::unjudged;
  const bool judged = rule_->value == ValueJudgement::judged;
  if (!unjudged && !proves_itself(*rule_) &&
      (is_lock_file(path) || is_named_as_digest(text.substr(0, secret.begin)) ||
       is_amid_encoded_data(text, secret) || is_key_of_digest(text, key_in(text)) ||
       (!judged && is_compound_name(value))))
    return std::nullopt;
  if (std::ranges::find(rule_->ignore, value) != rule_->ignore.end() ||
      (rule_->value == ValueJudgement::exact && is_placeholder(value))) {
    ++out.placeholders;
    return std::nullopt;
  }
  Shown shown;
  if (judged) {
    const auto quote = quote_group_ == 0 ? std::nullopt : group(quote_group_);
    ValueContext context{key_in(text), quote && quote->size() > 0, path,
                         text.substr(secret.end, kLongestName), user_in(text)};
    if (context.user.empty() && holds_password(context) && is_users_name(text, secret))
      context.user = value;
    if (key_group_ == 0 && is_token(rule_->kind)) {
      context.key = "token";
      context.quoted = true;
    }
    ValueKind kind = kind_of(value, context);
    if (kind == ValueKind::credible && holds_password(context) && is_in_name_near(text, secret))
      kind = ValueKind::doubtful;
    if (kind == ValueKind::placeholder) ++out.placeholders;
    const auto storage = storage_of(kind, value);
    if (!storage) return std::nullopt;
    shown.storage = *storage;
    if (kind != ValueKind::credible) shown.confidence = Confidence::low;
  }
  if (shown.storage == Storage::plaintext && rule_->min_entropy > 0 &&
      shannon_entropy(value) < rule_->min_entropy)
    return std::nullopt;
  return shown;
}

void Confirmer::judge(std::string_view text, std::string_view path, Detected& out) {
  const auto whole = group(0);
  const auto secret = secret_span();
  if (!secret || secret->size() == 0) return;
  if (filters_ != Filters::none && !rule_->keywords.empty() && !keyword_before(text, secret->begin))
    return;
  const auto shown =
      filters_ == Filters::all ? shown_by(text, path, *secret, out) : std::optional(Shown{});
  if (!shown) return;
  RuleConditions::Excuse excuse;
  if (conditions_ && filters_ == Filters::all)
    excuse = conditions_->excuse(*rule_, document_, path, *whole, *secret);
  if (excuse.excused) {
    ++out.excused;
    return;
  }
  if (++kept_ > most_) {
    ++flood_;
    return;
  }
  Match match{rule_,
              *whole,
              *secret,
              {},
              std::string(key_in(text)),
              shown->storage,
              shown->confidence,
              std::move(excuse.commits)};
  for (const auto& [number, name] : fact_groups_)
    if (const auto span = group(number); span && span->size() > 0)
      match.captures.emplace(name, std::string(text.substr(span->begin, span->size())));
  out.matches.push_back(std::move(match));
}

}  // namespace nhiscan
