// Every entry is compared with every finding by one index for each way of knowing a finding, so
// that all entries that were met are known, not just the first.
#include "suppression/baseline.h"

#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <set>
#include <utility>

#include "credentials/fingerprint.h"
#include "suppression/value_parts.h"

namespace nhiscan {
namespace {

constexpr double kGuessableBits = 64;
constexpr std::size_t kShortestShared = 8;  // bytes of a value within another one
constexpr std::int64_t kDay = 24L * 3600;

double entropy_bits(std::string_view text) {
  std::array<std::size_t, 256> counts{};
  for (const char c : text)
    ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  const auto size = static_cast<double>(text.size());
  for (const std::size_t count : counts)
    if (count > 0)
      bits -= static_cast<double>(count) * std::log2(static_cast<double>(count) / size);
  return bits;
}

bool is_within(std::string_view part, std::string_view whole) {
  return part.size() >= kShortestShared && whole.find(part) != std::string_view::npos;
}

bool is_same_path(const KnownPlace& place, const std::string& path) {
  std::string_view named = place.path;
  while (named.starts_with("./"))
    named.remove_prefix(2);
  if (named == path) return true;
  return place.path.starts_with('/') && named.size() > path.size() && named.ends_with(path) &&
         named[named.size() - path.size() - 1] == '/';
}

bool is_value(const KnownFinding& known) {
  return !known.fingerprint.empty() || !known.sha1.empty() || !known.sha256.empty() ||
         !known.value.empty();
}

}  // namespace

bool is_guessable(const Finding& finding) {
  return finding.kind == Kind::password || finding.kind == Kind::basic_auth ||
         finding.kind == Kind::connection_string ||
         entropy_bits(finding.secret.expose()) < kGuessableBits;
}

bool counts_at(const KnownFinding& known, std::int64_t now) {
  return !known.expires || now < *known.expires + kDay;
}

const std::string& PathsWithin::of(const std::string& path) {
  const auto [known, added] = known_.try_emplace(path);
  if (added) {
    std::error_code failed;
    const std::string whole = std::filesystem::weakly_canonical(path, failed).string();
    const std::string top = directory_.ends_with('/') ? directory_ : directory_ + "/";
    if (!failed && whole.starts_with(top)) known->second = whole.substr(top.size());
  }
  return known->second;
}

/// One call of `mark`.
struct Baselines::Marking {
  std::vector<Finding>& findings;
  std::int64_t now;

  void meet(Entry& entry, Finding& finding) const {
    entry.met = true;
    if (counts_at(entry.known, now)) finding.in_baseline = true;
  }
};

void Baselines::add(KnownFindings known) {
  for (KnownFinding& finding : known.findings) {
    if (!finding.fingerprint.empty()) by_fingerprint_.emplace(finding.fingerprint, entries_.size());
    entries_.push_back({std::move(finding), files_.size(), false});
  }
  known.findings.clear();
  files_.push_back(std::move(known));
}

void Baselines::resolve(Entry& entry, std::vector<std::string> fingerprints) {
  const auto index = static_cast<std::size_t>(&entry - entries_.data());
  if (fingerprints.empty()) entry.known.place->commit.clear();
  for (std::string& fingerprint : fingerprints)
    by_fingerprint_.emplace(std::move(fingerprint), index);
}

void Baselines::mark(std::vector<Finding>& findings, std::int64_t now, unsigned threads) {
  Marking marking{findings, now};
  mark_by_fingerprint(marking);
  mark_by_slow_fingerprint(marking, threads);
  mark_by_digest(marking);
  mark_by_value(marking);
  mark_by_place(marking);
}

void Baselines::mark_by_fingerprint(Marking& marking) {
  for (Finding& finding : marking.findings) {
    const auto [first, last] = by_fingerprint_.equal_range(finding.id);
    for (auto at = first; at != last; ++at)
      if (Entry& entry = entries_[at->second]; entry.known.salt.empty())
        marking.meet(entry, finding);
  }
}

void Baselines::mark_by_slow_fingerprint(Marking& marking, unsigned threads) {
  std::set<std::string> salts;
  for (const Entry& entry : entries_)
    if (!entry.known.salt.empty()) salts.insert(entry.known.salt);
  if (salts.empty()) return;
  struct Task {
    const Finding* finding;
    const std::string* salt;
    std::string slow;
  };
  std::vector<Task> tasks;
  std::set<std::string_view> seen;
  for (const Finding& finding : marking.findings)
    if (is_guessable(finding) && seen.insert(finding.id).second)
      for (const std::string& salt : salts)
        tasks.push_back({&finding, &salt, ""});
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] {
    tbb::parallel_for(std::size_t{0}, tasks.size(), [&](std::size_t i) {
      Task& task = tasks[i];
      task.slow =
          slow_fingerprint(salt_, *task.salt, task.finding->kind, task.finding->secret.expose());
    });
  });
  std::multimap<std::string_view, std::size_t> met;  // by the finding's fingerprint
  for (const Task& task : tasks) {
    const auto [first, last] = by_fingerprint_.equal_range(task.slow);
    for (auto at = first; at != last; ++at)
      if (entries_[at->second].known.salt == *task.salt) met.emplace(task.finding->id, at->second);
  }
  for (Finding& finding : marking.findings) {
    const auto [first, last] = met.equal_range(finding.id);
    for (auto at = first; at != last; ++at)
      marking.meet(entries_[at->second], finding);
  }
}

void Baselines::mark_by_digest(Marking& marking) {
  std::multimap<std::string_view, Entry*> by_digest;
  for (Entry& entry : entries_)
    for (const std::string* digest : {&entry.known.sha1, &entry.known.sha256})
      if (!digest->empty()) by_digest.emplace(*digest, &entry);
  if (by_digest.empty()) return;
  for (Finding& finding : marking.findings) {
    const std::string& secret = finding.secret.expose();
    if (by_digest.contains(secret)) finding.in_baseline = true;  // the baseline's own hash
    for (const std::string& digest : digests_of_parts(secret)) {
      const auto [first, last] = by_digest.equal_range(digest);
      for (auto at = first; at != last; ++at)
        marking.meet(*at->second, finding);
    }
  }
}

void Baselines::mark_by_value(Marking& marking) {
  std::multimap<std::string, Entry*, std::less<>> by_value;
  std::multimap<std::size_t, Entry*> by_file;
  for (Entry& entry : entries_)
    if (!entry.known.value.empty()) {
      by_value.emplace(normalised_secret(entry.known.value.expose()), &entry);
      by_file.emplace(entry.file, &entry);
    }
  if (by_value.empty()) return;
  std::map<std::size_t, PathsWithin> paths;
  for (const auto& [file, entry] : by_file)
    paths.try_emplace(file, files_[file].directory);
  std::map<std::pair<std::size_t, std::string>, std::vector<Entry*>> by_path;
  for (const auto& [file, entry] : by_file)
    if (entry->known.place) by_path[{file, entry->known.place->path}].push_back(entry);
  for (Finding& finding : marking.findings) {
    const std::string secret = normalised_secret(finding.secret.expose());
    const auto [first, last] = by_value.equal_range(secret);
    for (auto at = first; at != last; ++at)
      marking.meet(*at->second, finding);
    for (auto& [file, within] : paths) {
      const auto there = by_path.find({file, within.of(finding.location.path)});
      if (there == by_path.end()) continue;
      for (Entry* entry : there->second) {
        const std::string value = normalised_secret(entry->known.value.expose());
        if (is_within(secret, value) || is_within(value, secret)) marking.meet(*entry, finding);
      }
    }
  }
}

void Baselines::mark_by_place(Marking& marking) {
  std::map<std::size_t, std::multimap<std::string, Finding*>> by_name;  // of each baseline
  std::map<std::size_t, PathsWithin> paths;
  for (Entry& entry : entries_) {
    if (!entry.known.place || is_value(entry.known)) continue;
    const auto [there, added] = by_name.try_emplace(entry.file);
    PathsWithin& within = paths.try_emplace(entry.file, files_[entry.file].directory).first->second;
    if (added)
      for (Finding& finding : marking.findings)
        if (const std::string& path = within.of(finding.location.path); !path.empty())
          there->second.emplace(path.substr(path.rfind('/') + 1), &finding);
    const KnownPlace& place = *entry.known.place;
    std::vector<Finding*> met;
    const auto [first, last] =
        there->second.equal_range(place.path.substr(place.path.rfind('/') + 1));
    for (auto at = first; at != last; ++at) {
      Finding& finding = *at->second;
      const bool in_commit =
          place.commit.empty() || (finding.commit && finding.commit->id == place.commit);
      if (in_commit && finding.location.line <= place.line &&
          place.line <= finding.location.end_line &&
          is_same_path(place, within.of(finding.location.path)))
        met.push_back(&finding);
    }
    const auto names_rule = [&](const Finding* finding) {
      return finding->rule && finding->rule->id == entry.known.rule;
    };
    const bool by_rule = std::ranges::any_of(met, names_rule);
    for (Finding* finding : met)
      if (!by_rule || names_rule(finding)) marking.meet(entry, *finding);
  }
}

}  // namespace nhiscan
