// Three steps: read all objects, which gives hits without names; find the names of those that have
// hits, in the trees; read the versions that brought something once more, as files of that name.
#include "scan/history.h"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>

#include "git/attribution.h"
#include "git/commit.h"
#include "nhiscan/version.h"
#include "wrap/digest.h"
#include "wrap/git.h"

namespace nhiscan {
namespace {

constexpr std::size_t kLargestMailmap = std::size_t{4} * 1024 * 1024;

/// A blob that is inflated as it is read.
class InflatedBlob final : public ByteStream {
 public:
  explicit InflatedBlob(std::unique_ptr<ObjectStream> stream) : stream_(std::move(stream)) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    return stream_->read(out, size);
  }

 private:
  std::unique_ptr<ObjectStream> stream_;
};

/// What one thread needs to read places.
struct Reader {
  Reader(const RuleSet& rules, const ScanOptions& options) : scanner(rules, options) {}
  BlobScanner scanner;
  Inflater inflater;
};

class HistoryScan {
 public:
  HistoryScan(const HistoryTarget& target, GitRefs refs, const ObjectStore& store,
              const RuleSet& rules, const ScanOptions& options, const HistoryOptions& history,
              HistoryMemory memory, ScanProgress& progress)
      : target_(target),
        store_(store),
        rules_(rules),
        options_(options),
        history_(history),
        memory_(std::move(memory)),
        known_(known_objects(memory_, store)),
        progress_(progress),
        refs_(std::move(refs)),
        readers_([this] { return std::make_unique<Reader>(rules_, options_); }) {}

  ScanOutcome run() {
    ObjectScan fresh = scan_objects(store_, rules_, history_.objects, known_, progress_);
    const bool is_news = fresh.coverage.blobs + fresh.coverage.commits + fresh.tags.size() > 0;
    memory_.scan.add(std::move(fresh));
    const std::string key = choice_key();
    memory_.is_new = is_news || !memory_.choice || memory_.choice->key != key;
    if (memory_.is_new) choose(key);
    read_mailmap();
    const std::vector<HistoryPlace>& places = memory_.choice->places;
    tbb::parallel_for(std::size_t{0}, places.size(), [&](std::size_t i) { read_place(places[i]); });
    out_.coverage = memory_.scan.coverage;
    add_problems();
    return std::move(out_);
  }

  /// What the next scan needs not read again; nothing if that isn't all of it.
  std::optional<HistoryMemory> take_memory() {
    if (progress_.stop() || !std::ranges::none_of(memory_.scan.coverage.skipped, &Skipped::failed))
      return std::nullopt;
    HistoryMemory all = memory_of(store_);
    all.is_new = memory_.is_new || all.packs != memory_.packs || all.loose != memory_.loose;
    all.settings = std::move(memory_.settings);
    all.scan = std::move(memory_.scan);
    all.trees = std::move(memory_.trees);
    all.choice = std::move(memory_.choice);
    return all;
  }

 private:
  /// Changes with all that the choice of places depends on but the objects.
  [[nodiscard]] std::string choice_key() const {
    std::string text =
        history_.places.unreachable == PlaceOptions::Unreachable::take ? "all" : "reachable";
    const auto add = [&](std::string_view name, std::span<const ObjectId> ids) {
      text.append("\n").append(name);
      for (const ObjectId& id : ids)
        text.append(" ").append(to_hex(id, store_.hash_kind()));
    };
    add("tips", history_.places.range.tips);
    add("hidden", history_.places.range.hidden);
    add("shallow", refs_.shallow);
    add("stash", refs_.stash);
    add("reflog", refs_.reflog);
    add("HEAD", {&refs_.head, 1});
    for (const GitRef& ref : refs_.refs)
      add(ref.name, {&ref.id, 1});
    return sha256(text);
  }

  void choose(const std::string& key) {
    const CommitGraph commits(memory_.scan.commits, memory_.scan.tags, refs_);
    std::vector<std::uint32_t> wanted;
    for (const ObjectHits& object : memory_.scan.objects)
      if (object.type == ObjectType::blob) wanted.push_back(object.number);
    TreeReading reading{history_.objects.largest_object, [this] { return progress_.stop(); }};
    if (memory_.trees) {
      reading.known = &known_;
      reading.record = &*memory_.trees;
    }
    Attribution found =
        attribute_blobs(store_, commits, refs_, wanted, history_.places.range, reading);
    memory_.trees = std::move(found.trees);
    memory_.choice = {
        key, choose_places(memory_.scan, store_, commits, refs_, found.uses, history_.places),
        std::move(found.problems)};
  }

  /// `.mailmap` as HEAD has it.
  void read_mailmap() {
    Inflater inflater;
    const auto head = store_.read(refs_.head, inflater, history_.objects.largest_object);
    const auto commit =
        head ? parse_commit(head->bytes.view(), store_.hash_kind()) : Error{"no commit"};
    if (!commit) return;
    const auto tree = store_.read(commit->tree, inflater, history_.objects.largest_object);
    if (!tree) return;
    TreeReader reader(tree->bytes.view(), store_.hash_kind());
    for (TreeEntry entry; reader.next(entry);) {
      if (entry.name != ".mailmap") continue;
      const auto text = store_.read(entry.id, inflater, kLargestMailmap);
      if (text)
        git_mailmap_from_buffer(into(mailmap_), text->bytes.view().data(), text->bytes.size());
    }
  }

  Result<BlobRef> blob_of(const HistoryPlace& place, Inflater& inflater) const {
    BlobRef blob;
    blob.root = target_.root;
    blob.path = place.path.starts_with("git:") ? place.path : target_.prefix + place.path;
    const ObjectId id = store_.id_of(place.number);
    auto object = store_.read(id, inflater, history_.objects.largest_object);
    if (!object) {
      auto stream = store_.open_stream(id);
      if (!stream) return object.error();
      blob.stream = std::make_shared<InflatedBlob>(*std::move(stream));
      return blob;
    }
    std::string_view text = object->bytes.view();
    if (place.type == ObjectType::commit) {
      const auto commit = parse_commit(text, store_.hash_kind());
      text = commit ? commit->message : std::string_view();
    } else if (place.type == ObjectType::tag) {
      const auto tag = parse_tag(text, store_.hash_kind());
      text = tag ? tag->message : std::string_view();
    }
    blob.bytes = std::make_shared<const std::string>(text);
    return blob;
  }

  void read_place(const HistoryPlace& place) {
    if (progress_.stop()) return;
    Reader& reader = *readers_.local();
    const auto blob = blob_of(place, reader.inflater);
    if (!blob) {
      const std::scoped_lock lock(mutex_);
      problems_.push_back({place.path, blob.error().message});
      return;
    }
    ScanOutcome part = reader.scanner.scan_blob(*blob);
    std::vector<Finding> findings;
    for (Finding& finding : part.findings)
      if (const PlacedHit* placed = placed_hit(place, finding))
        findings.push_back(with_history(std::move(finding), place, *placed));
    if (findings.empty()) return;
    if (place.commit) {
      const std::optional<Commit> commit = commit_of(*place.commit, reader.inflater);
      for (Finding& finding : findings)
        finding.commit = commit;
    }
    const std::scoped_lock lock(mutex_);
    std::ranges::move(findings, std::back_inserter(out_.findings));
    out_.suppressed.inline_comment += part.suppressed.inline_comment;
    out_.suppressed.placeholder += part.suppressed.placeholder;
  }

  const PlacedHit* placed_hit(const HistoryPlace& place, const Finding& finding) const {
    const auto rule = std::ranges::find(rules_.rules(), finding.rule);
    const Hit hit{static_cast<std::uint32_t>(rule - rules_.rules().begin()),
                  secret_hash(finding.secret.expose())};
    const auto placed = std::ranges::lower_bound(place.hits, hit, {}, &PlacedHit::hit);
    return placed != place.hits.end() && placed->hit == hit ? &*placed : nullptr;
  }

  Finding with_history(Finding finding, const HistoryPlace& place, const PlacedHit& placed) const {
    finding.location.blob_id = to_hex(store_.id_of(place.number), store_.hash_kind());
    finding.at_head = placed.at_head;
    finding.history = placed.history;
    for (std::string& path : finding.history->paths)
      path.insert(0, target_.prefix);
    return finding;
  }

  std::optional<Commit> commit_of(const ObjectId& id, Inflater& inflater) const {
    const auto object = store_.read(id, inflater, history_.objects.largest_object);
    if (!object) return std::nullopt;
    const auto parsed = parse_commit(object->bytes.view(), store_.hash_kind());
    if (!parsed) return std::nullopt;
    Commit commit;
    commit.id = to_hex(id, store_.hash_kind());
    commit.author = parsed->author.name;
    commit.email = parsed->author.email;
    commit.date = parsed->author.time;
    commit.summary = parsed->message.substr(0, parsed->message.find('\n'));
    const char* name = nullptr;
    const char* email = nullptr;
    if (mailmap_ && git_mailmap_resolve(&name, &email, mailmap_.get(), commit.author.c_str(),
                                        commit.email.c_str()) == 0) {
      std::string mapped = name;
      commit.email = email;
      commit.author = std::move(mapped);
    }
    return commit;
  }

  void add_problems() {
    if (memory_.scan.binary_blobs > 0) {
      out_.coverage.skipped.push_back({"git:blobs",
                                       std::to_string(memory_.scan.binary_blobs) + " binary blobs",
                                       memory_.scan.binary_bytes, false});
      out_.coverage.bytes_skipped += memory_.scan.binary_bytes;
    }
    problems_.insert(problems_.end(), memory_.choice->problems.begin(),
                     memory_.choice->problems.end());
    problems_.insert(problems_.end(), refs_.problems.begin(), refs_.problems.end());
    problems_.insert(problems_.end(), store_.problems().begin(), store_.problems().end());
    for (const GitProblem& problem : problems_)
      out_.coverage.skipped.push_back({problem.path, problem.reason, 0, true});
    if (refs_.shallow.empty()) return;
    out_.coverage.skipped.push_back(
        {target_.root,
         "a shallow clone: what came before " + std::to_string(refs_.shallow.size()) +
             (refs_.shallow.size() == 1 ? " commit" : " commits") + " is not here (" +
             std::to_string(memory_.scan.commits.size()) + " are); git fetch --unshallow brings it",
         0, history_.places.range.tips.empty()});
  }

  const HistoryTarget& target_;
  const ObjectStore& store_;
  const RuleSet& rules_;
  const ScanOptions& options_;
  const HistoryOptions& history_;
  HistoryMemory memory_;
  const KnownObjects known_;
  ScanProgress& progress_;
  const GitRefs refs_;
  GitMailmap mailmap_;
  std::vector<GitProblem> problems_;
  std::mutex mutex_;
  ScanOutcome out_;
  tbb::enumerable_thread_specific<std::unique_ptr<Reader>> readers_;
};

/// What a memory must have been made with to hold.
std::string settings_key(const RuleSet& rules, const HistoryOptions& history, HashKind kind) {
  std::string key = std::string(kVersion) + " " + rules.digest();
  for (const std::uint64_t number :
       {static_cast<std::uint64_t>(rules.rules().size()), history.objects.max_blob_size,
        history.objects.largest_object, static_cast<std::uint64_t>(hash_size(kind))})
    key += " " + std::to_string(number);
  return key;
}

}  // namespace

Result<ScanOutcome> scan_history(const HistoryTarget& target, const RuleSet& rules,
                                 const ScanOptions& options, const HistoryOptions& history,
                                 unsigned threads, HistoryMemory* memory, ScanProgress& progress) {
  // The refs first: what they lead to was written before them.
  GitRefs refs = read_refs(target.layout);
  HistoryMemory known;
  known.settings = settings_key(rules, history, target.layout.hash_kind);
  if (memory != nullptr && memory->settings == known.settings) known = std::move(*memory);
  const auto store =
      ObjectStore::open(target.layout.common_directory + "/objects", target.layout.hash_kind,
                        ObjectStore::Loose::list, pack_checksums(known));
  if (!store) return store.error();
  if (!renumber(known, *store)) {
    HistoryMemory nothing;
    nothing.settings = std::move(known.settings);
    known = std::move(nothing);
  }
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
  tbb::task_arena arena(static_cast<int>(threads));
  ScanOutcome outcome;
  arena.execute([&] {
    HistoryScan scan(target, std::move(refs), *store, rules, options, history, std::move(known),
                     progress);
    outcome = scan.run();
    if (memory != nullptr) *memory = scan.take_memory().value_or(HistoryMemory());
  });
  sort_outcome(outcome);
  return outcome;
}

}  // namespace nhiscan
