// Three steps: read all objects, which gives hits without names; find the names of those that have
// hits, in the trees; read the versions that brought something once more, as files of that name.
#include "scan/history.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "git/attribution.h"
#include "nhiscan/version.h"
#include "scan/place_reader.h"
#include "wrap/digest.h"

namespace nhiscan {
namespace {

class HistoryScan {
 public:
  HistoryScan(const HistoryContext& context, HistoryMemory memory, KnownObjects known)
      : context_(context), memory_(std::move(memory)), known_(std::move(known)) {}

  ScanOutcome run() {
    ObjectScan fresh = scan_objects(context_.store, context_.rules, context_.history.objects,
                                    known_, context_.progress);
    const bool is_news = fresh.coverage.blobs + fresh.coverage.commits + fresh.tags.size() > 0;
    memory_.scan.add(std::move(fresh));
    const std::string key = choice_key();
    memory_.is_new = is_news || !memory_.choice || memory_.choice->key != key;
    if (memory_.is_new) choose(key);
    ScanOutcome out = PlaceReader(context_).read(memory_.choice->places);
    out.add({{}, {}, memory_.scan.coverage, {}});
    add_binary_row(memory_.scan.binary_blobs, memory_.scan.binary_bytes, out);
    add_problems(memory_.choice->problems, out);
    add_problems(context_.refs.problems, out);
    add_problems(context_.store.problems(), out);
    add_shallow_row(context_, memory_.scan.commits.size(), out);
    return out;
  }

  ObjectScan take_scan() { return std::move(memory_.scan); }

  /// What the next scan needs not read again; nothing if that isn't all of it.
  std::optional<HistoryMemory> take_memory() {
    if (context_.progress.stop() ||
        !std::ranges::none_of(memory_.scan.coverage.skipped, &Skipped::failed))
      return std::nullopt;
    HistoryMemory all = memory_of(context_.store);
    all.is_new = memory_.is_new || all.packs != memory_.packs || all.loose != memory_.loose;
    all.settings = std::move(memory_.settings);
    all.scan = take_scan();
    all.trees = std::move(memory_.trees);
    all.choice = std::move(memory_.choice);
    return all;
  }

 private:
  /// Changes with all that the choice of places depends on but the objects.
  [[nodiscard]] std::string choice_key() const {
    std::string text = context_.history.places.unreachable == PlaceOptions::Unreachable::take
                           ? "all"
                           : "reachable";
    const auto add = [&](std::string_view name, std::span<const ObjectId> ids) {
      text.append("\n").append(name);
      for (const ObjectId& id : ids)
        text.append(" ").append(to_hex(id, context_.store.hash_kind()));
    };
    add("shallow", context_.refs.shallow);
    add("stash", context_.refs.stash);
    add("reflog", context_.refs.reflog);
    add("HEAD", {&context_.refs.head, 1});
    for (const GitRef& ref : context_.refs.refs)
      add(ref.name, {&ref.id, 1});
    return sha256(text);
  }

  void choose(const std::string& key) {
    const CommitGraph commits(memory_.scan.commits, memory_.scan.tags, context_.refs);
    std::vector<std::uint32_t> wanted;
    for (const ObjectHits& object : memory_.scan.objects)
      if (object.type == ObjectType::blob) wanted.push_back(object.number);
    TreeReading reading{context_.history.objects.largest_object,
                        [this] { return context_.progress.stop(); }};
    if (memory_.trees) {
      reading.known = &known_;
      reading.record = &*memory_.trees;
    }
    Attribution found = attribute_blobs(context_.store, commits, context_.refs, wanted, reading);
    memory_.trees = std::move(found.trees);
    memory_.choice = {key,
                      choose_places(memory_.scan, context_.store, commits, context_.refs,
                                    found.uses, context_.history.places),
                      std::move(found.problems)};
  }

  const HistoryContext& context_;
  HistoryMemory memory_;
  const KnownObjects known_;
};

/// What a memory must have been made with to hold.
std::string settings_key(const RuleSet& rules, const HistoryOptions& history, HashKind kind) {
  std::string key = std::string(kVersion) + " " + rules.digest();
  for (const std::uint64_t number :
       {static_cast<std::uint64_t>(rules.rules().size()), history.objects.max_blob_size,
        history.objects.largest_object, static_cast<std::uint64_t>(hash_size(kind)),
        static_cast<std::uint64_t>(history.objects.unpack.depth), history.objects.unpack.expanded,
        static_cast<std::uint64_t>(history.objects.unpack.time.count())})
    key += " " + std::to_string(number);
  return key;
}

}  // namespace

Result<ScanOutcome> scan_history(const HistoryTarget& target, const RuleSet& rules,
                                 const ScanOptions& options, const HistoryOptions& history,
                                 unsigned threads, EarlierReading earlier, ScanProgress& progress) {
  // The refs first: what they lead to was written before them.
  const GitRefs refs = read_refs(target.layout);
  HistoryMemory known;
  known.settings = settings_key(rules, history, target.layout.hash_kind);
  if (earlier.run != nullptr && earlier.run->settings == known.settings)
    known = std::move(*earlier.run);
  auto store =
      ObjectStore::open(target.layout.common_directory + "/objects", target.layout.hash_kind,
                        ObjectStore::Loose::list, pack_checksums(known));
  if (!store) return store.error();
  if (!renumber(known, *store)) {
    HistoryMemory nothing;
    nothing.settings = std::move(known.settings);
    known = std::move(nothing);
  }
  KnownObjects objects = known_objects(known, *store);
  if (earlier.repositories != nullptr)
    std::tie(objects, known.scan) = earlier.repositories->in(*store);
  ObjectScan read;
  auto outcome = run_on_threads(threads, [&] {
    const HistoryContext context{target, refs, *store, rules, options, history, progress};
    HistoryScan scan(context, std::move(known), std::move(objects));
    ScanOutcome found = scan.run();
    if (earlier.run != nullptr) *earlier.run = scan.take_memory().value_or(HistoryMemory());
    if (earlier.repositories != nullptr) read = scan.take_scan();
    return found;
  });
  if (earlier.repositories != nullptr)
    earlier.repositories->add(*std::move(store), std::move(read));
  return outcome;
}

}  // namespace nhiscan
