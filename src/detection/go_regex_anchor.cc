// Of each part it is known how wide it is and how rare what it matches is in text. A run of
// neighbouring parts that is narrow enough becomes the anchor, where what may stand before it is
// bounded: the rarest one counts. Assertions are left out and the last part of a run may be cut
// off, so that the anchor matches in more places than the regex, never in fewer.
#include <algorithm>
#include <cmath>
#include <optional>

#include "detection/go_regex.h"
#include "detection/rule_lint.h"

namespace nhiscan {
namespace {

using Type = GoRegex::Type;

constexpr std::size_t kEndless = std::numeric_limits<std::size_t>::max();
constexpr std::size_t kMostLead = 2048;
constexpr double kRareEnough = 10;  // bits
constexpr double kNoNeedForMore = 40;

std::size_t plus(std::size_t a, std::size_t b) { return a > kEndless - b ? kEndless : a + b; }

std::size_t times(std::size_t a, unsigned count) {
  if (a == 0 || count == 0) return 0;
  return count == GoRegex::kForever || a > kEndless / count ? kEndless : a * count;
}

bool is_ascii_set(const GoRegex& set) {
  return !set.negated && set.classes.empty() && !set.ranges.empty() &&
         std::ranges::all_of(set.ranges, [](const auto& range) { return range.second < 0x80; });
}

/// An expression that Hyperscan can look for.
struct Sought {
  std::string expression;
  std::size_t least = 0;  // bytes
  std::size_t most = 0;
  double bits = 0;

  void add(const Sought& next) {
    expression += next.expression;
    least += next.least;
    most = plus(most, next.most);
    bits += next.bits;
  }
};

struct LedAnchor {
  Sought sought;
  std::size_t lead = 0;

  [[nodiscard]] double worth() const {
    constexpr double kCostOfByte = 0.02;
    constexpr double kCostOfLead = 0.002;
    return std::min(sought.bits, kNoNeedForMore) - kCostOfByte * static_cast<double>(sought.most) -
           kCostOfLead * static_cast<double>(lead);
  }
};

/// How many bytes of UTF-8 a match may have at most.
std::size_t widest(const GoRegex& regex) {
  std::size_t most = 0;
  switch (regex.type) {
    case Type::assertion:
      return 0;
    case Type::set:
      return is_ascii_set(regex) ? 1 : 4;
    case Type::alternate:
      for (const GoRegex& part : regex.parts)
        most = std::max(most, widest(part));
      return most;
    case Type::repeat:
      return times(widest(regex.parts.front()), regex.most);
    case Type::concat:
    case Type::group:
      for (const GoRegex& part : regex.parts)
        most = plus(most, widest(part));
      return most;
  }
  return most;
}

std::optional<Sought> whole(const GoRegex& regex, std::size_t room);

Sought sought_set(const GoRegex& set) {
  constexpr double kPrintable = 96;
  char32_t count = 0;
  for (const auto& [first, last] : set.ranges)
    count += last - first + 1;
  return {to_pcre2(set), 1, 1, std::max(0.0, std::log2(kPrintable / count))};
}

std::optional<Sought> whole_choice(const GoRegex& choice, std::size_t room) {
  Sought all{"(?:", kEndless, 0, kNoNeedForMore};
  for (const GoRegex& part : choice.parts) {
    const auto one = whole(part, room);
    if (!one) return std::nullopt;
    if (&part != &choice.parts.front()) all.expression += '|';
    all.expression += one->expression;
    all.least = std::min(all.least, one->least);
    all.most = std::max(all.most, one->most);
    all.bits = std::min(all.bits, one->bits);
  }
  all.expression += ')';
  all.bits = std::max(0.0, all.bits - std::log2(static_cast<double>(choice.parts.size())));
  return all;
}

Sought repeated(const Sought& one, unsigned least, unsigned most) {
  std::string text = "(?:" + one.expression + ")";
  text += "{" + std::to_string(least) + "," + std::to_string(most) + "}";
  return {std::move(text), one.least * least, times(one.most, most), one.bits * least};
}

/// The whole of it, if it isn't wider than `room`.
std::optional<Sought> whole(const GoRegex& regex, std::size_t room) {
  if (widest(regex) > room) return std::nullopt;
  switch (regex.type) {
    case Type::assertion:
      return Sought{};
    case Type::set:
      if (!is_ascii_set(regex)) return std::nullopt;
      return sought_set(regex);
    case Type::alternate:
      return whole_choice(regex, room);
    case Type::repeat: {
      const auto one = whole(regex.parts.front(), room);
      if (!one || one->most == 0 || regex.most == 0) return one ? std::optional(Sought{}) : one;
      return repeated(*one, regex.least, regex.most);
    }
    case Type::concat:
    case Type::group: {
      Sought all;
      for (const GoRegex& part : regex.parts) {
        const auto one = whole(part, room);
        if (!one) return std::nullopt;
        all.add(*one);
      }
      return all;
    }
  }
  return std::nullopt;
}

/// As many of a repeat's first rounds as each match has and there is room for.
std::optional<Sought> beginning(const GoRegex& regex, std::size_t room) {
  if (regex.type == Type::group) return beginning(regex.parts.front(), room);
  if (regex.type == Type::concat && regex.parts.size() == 1)
    return beginning(regex.parts.front(), room);
  if (regex.type != Type::repeat || regex.least == 0) return std::nullopt;
  const auto one = whole(regex.parts.front(), room);
  if (!one || one->most == 0) return std::nullopt;
  const auto rounds = static_cast<unsigned>(std::min<std::size_t>(regex.least, room / one->most));
  if (rounds == 0) return std::nullopt;
  return repeated(*one, rounds, rounds);
}

/// What follows one another, groups opened.
void flatten(const GoRegex& regex, std::vector<const GoRegex*>& out) {
  if (regex.type != Type::concat && regex.type != Type::group) return out.push_back(&regex);
  for (const GoRegex& part : regex.parts)
    flatten(part, out);
}

class AnchorFinder {
 public:
  std::optional<LedAnchor> best(const GoRegex& regex) {
    std::vector<const GoRegex*> parts;
    flatten(regex, parts);
    std::optional<LedAnchor> found;
    std::size_t lead = 0;
    for (std::size_t i = 0; i < parts.size() && lead <= kMostLead; ++i) {
      for (const auto& one : {run_from(parts, i), inside(*parts[i])}) {
        if (!one || one->lead + lead > kMostLead) continue;
        LedAnchor led = *one;
        led.lead += lead;
        if (!found || led.worth() > found->worth()) found = led;
      }
      lead = plus(lead, widest(*parts[i]));
    }
    return found;
  }

 private:
  /// The rarest run that begins with that part.
  static std::optional<LedAnchor> run_from(const std::vector<const GoRegex*>& parts,
                                           std::size_t begin) {
    std::optional<LedAnchor> found;
    Sought run;
    const auto consider = [&](const Sought& sought) {
      const LedAnchor led{sought, 0};
      if (sought.least >= kNarrowestAnchor && sought.bits >= kRareEnough &&
          (!found || led.worth() > found->worth()))
        found = led;
    };
    constexpr std::size_t kMostParts = 2 * kWidestAnchor;
    for (std::size_t i = begin; i < std::min(parts.size(), begin + kMostParts); ++i) {
      const std::size_t room = kWidestAnchor - run.most;
      const auto next = whole(*parts[i], room);
      if (!next) {
        if (const auto cut = beginning(*parts[i], room)) {
          run.add(*cut);
          consider(run);
        }
        break;
      }
      run.add(*next);
      consider(run);
    }
    return found;
  }

  /// Of something that is too wide as a whole: a part that each match has.
  std::optional<LedAnchor> inside(const GoRegex& regex) {
    if (regex.type == Type::repeat && regex.least > 0) return best(regex.parts.front());
    if (regex.type != Type::alternate) return std::nullopt;
    LedAnchor all{{"(?:", kEndless, 0, kNoNeedForMore}, 0};
    for (const GoRegex& part : regex.parts) {
      const auto one = best(part);
      if (!one) return std::nullopt;
      if (&part != &regex.parts.front()) all.sought.expression += '|';
      all.sought.expression += one->sought.expression;
      all.sought.least = std::min(all.sought.least, one->sought.least);
      all.sought.most = std::max(all.sought.most, one->sought.most);
      all.sought.bits = std::min(all.sought.bits, one->sought.bits);
      all.lead = std::max(all.lead, one->lead);
    }
    all.sought.expression += ')';
    return all;
  }
};

}  // namespace

DerivedAnchor derive_anchor(const GoRegex& regex) {
  const auto best = AnchorFinder().best(regex);
  if (!best) return {};
  return {best->sought.expression, best->lead};
}

}  // namespace nhiscan
