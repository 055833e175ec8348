#include "inventory/pairs.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <tuple>

namespace nhiscan {
namespace {

// Further apart than this the two halves of a pair are no longer taken for one.
constexpr std::size_t kLongestGap = 4096;

struct Couple {
  std::size_t gap;
  const Finding* first;
  const Finding* second;
};

bool complete_each_other(const Finding& a, const Finding& b) {
  const auto names = [](const Finding& one, const Finding& other) {
    return std::ranges::find(one.rule->pairs, other.rule->id) != one.rule->pairs.end();
  };
  return a.rule->id != b.rule->id && (names(a, b) || names(b, a));
}

std::size_t gap_between(const Finding& a, const Finding& b) {
  return a.location.begin < b.location.begin
             ? b.location.begin - std::min(b.location.begin, a.location.end)
             : a.location.begin - std::min(a.location.begin, b.location.end);
}

/// The possible couples of one file. `findings` are in order of place.
std::vector<Couple> couples_of(const std::vector<const Finding*>& findings) {
  std::vector<Couple> couples;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    for (std::size_t j = i + 1; j < findings.size(); ++j) {
      const std::size_t gap = gap_between(*findings[i], *findings[j]);
      if (gap > kLongestGap) break;
      if (complete_each_other(*findings[i], *findings[j]))
        couples.push_back({gap, findings[i], findings[j]});
    }
  }
  std::ranges::stable_sort(couples, {}, &Couple::gap);
  return couples;
}

}  // namespace

std::vector<IdPair> pairs_by_place(const std::vector<Finding>& findings) {
  std::map<std::string, std::vector<const Finding*>> by_file;
  for (const Finding& finding : findings)
    by_file[finding.location.path].push_back(&finding);
  std::vector<IdPair> pairs;
  for (const auto& [path, list] : by_file) {
    std::set<std::tuple<const Finding*, std::string>> matched;  // one counterpart of each rule
    for (const Couple& couple : couples_of(list)) {
      if (matched.contains({couple.first, couple.second->rule->id}) ||
          matched.contains({couple.second, couple.first->rule->id}))
        continue;
      matched.emplace(couple.first, couple.second->rule->id);
      matched.emplace(couple.second, couple.first->rule->id);
      pairs.emplace_back(couple.first->id, couple.second->id);
    }
  }
  return pairs;
}

std::vector<IdPair> pairs_by_public_key(const std::vector<Finding>& findings) {
  std::map<std::string, std::string> first_with_key;
  std::vector<IdPair> pairs;
  for (const Finding& finding : findings) {
    const auto fact = finding.decoded.find("public_key");
    const auto* key =
        fact == finding.decoded.end() ? nullptr : std::get_if<std::string>(&fact->second);
    if (key == nullptr) continue;
    const auto [known, is_new] = first_with_key.emplace(*key, finding.id);
    if (!is_new && known->second != finding.id) pairs.emplace_back(known->second, finding.id);
  }
  return pairs;
}

}  // namespace nhiscan
