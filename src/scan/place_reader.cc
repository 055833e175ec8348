#include "scan/place_reader.h"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "git/commit.h"

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

/// What of an object is looked at: a blob, or the message of a commit or tag.
std::string_view text_of(const StoredObject& object, HashKind kind) {
  const std::string_view bytes = object.bytes.view();
  if (object.type == ObjectType::commit) {
    const auto commit = parse_commit(bytes, kind);
    return commit ? commit->message : std::string_view();
  }
  if (object.type == ObjectType::tag) {
    const auto tag = parse_tag(bytes, kind);
    return tag ? tag->message : std::string_view();
  }
  return bytes;
}

}  // namespace

Result<BlobRef> open_object(const ObjectId& id, const std::string& path, StoreReader& objects) {
  BlobRef blob;
  blob.path = path;
  const auto object = objects.read(id);
  if (object) {
    blob.bytes = std::make_shared<const std::string>(text_of(**object, objects.hash_kind()));
    return blob;
  }
  auto stream = objects.store().open_stream(id);
  if (!stream) return object.error();
  blob.stream = std::make_shared<InflatedBlob>(*std::move(stream));
  return blob;
}

Hit hit_of(const Finding& finding, const RuleSet& rules) {
  const auto rule = std::ranges::find(rules.rules(), finding.rule);
  return {static_cast<std::uint32_t>(rule - rules.rules().begin()),
          secret_hash(finding.secret.expose())};
}

PlaceReader::PlaceReader(const HistoryContext& context)
    : context_(context),
      readers_([&context] { return std::make_unique<HistoryReader>(context, context.options); }) {}

ScanOutcome PlaceReader::read(std::span<const HistoryPlace> places) {
  if (!places.empty()) read_mailmap();
  tbb::parallel_for(std::size_t{0}, places.size(), [&](std::size_t i) { read_place(places[i]); });
  return std::move(out_);
}

/// `.mailmap` as HEAD has it.
void PlaceReader::read_mailmap() {
  const HashKind kind = context_.store.hash_kind();
  StoreReader& objects = readers_.local()->objects;
  const auto head = objects.read(context_.refs.head);
  if (!head) return;
  const auto commit = parse_commit((*head)->bytes.view(), kind);
  if (!commit) return;
  const auto tree = objects.read(commit->tree);
  if (!tree) return;
  TreeReader reader((*tree)->bytes.view(), kind);
  for (TreeEntry entry; reader.next(entry);) {
    if (entry.name != ".mailmap") continue;
    const auto text = objects.read(entry.id);
    if (!text || (*text)->bytes.size() > kLargestMailmap) return;
    initialize_git();
    git_mailmap_from_buffer(into(mailmap_), (*text)->bytes.view().data(), (*text)->bytes.size());
  }
}

void PlaceReader::read_place(const HistoryPlace& place) {
  if (context_.progress.stop()) return;
  HistoryReader& reader = *readers_.local();
  const bool is_file = !place.path.starts_with("git:");
  auto blob = open_object(place.id, is_file ? context_.target.prefix + place.path : place.path,
                          reader.objects);
  if (!blob) {
    const std::scoped_lock lock(mutex_);
    out_.coverage.skipped.push_back({place.path, blob.error().message, 0, true});
    return;
  }
  blob->root = context_.target.root;
  ScanOutcome part = reader.scanner.scan_blob(*blob);
  std::vector<Finding> findings;
  for (Finding& finding : part.findings)
    if (const PlacedHit* placed = placed_hit(place, finding))
      findings.push_back(with_history(std::move(finding), place, *placed));
  if (place.commit) part.suppressed.allowlist += drop_excused(*place.commit, findings);
  if (findings.empty() && part.suppressed.allowlist == 0) return;
  if (place.commit && !findings.empty()) {
    const std::optional<Commit> commit = commit_of(*place.commit, reader.objects);
    for (Finding& finding : findings)
      finding.commit = commit;
  }
  const std::scoped_lock lock(mutex_);
  std::ranges::move(findings, std::back_inserter(out_.findings));
  out_.suppressed.inline_comment += part.suppressed.inline_comment;
  out_.suppressed.placeholder += part.suppressed.placeholder;
  out_.suppressed.allowlist += part.suppressed.allowlist;
}

/// How many findings the commit excuses.
std::size_t PlaceReader::drop_excused(const ObjectId& commit,
                                      std::vector<Finding>& findings) const {
  const auto is_excused = [&](const Finding& finding) {
    if (finding.excusing_commits.empty()) return false;
    const std::string id = to_hex(commit, context_.store.hash_kind());
    return std::ranges::find(finding.excusing_commits, id) != finding.excusing_commits.end();
  };
  return std::erase_if(findings, is_excused);
}

const PlacedHit* PlaceReader::placed_hit(const HistoryPlace& place, const Finding& finding) const {
  const Hit hit = hit_of(finding, context_.rules);
  const auto placed = std::ranges::lower_bound(place.hits, hit, {}, &PlacedHit::hit);
  return placed != place.hits.end() && placed->hit == hit ? &*placed : nullptr;
}

Finding PlaceReader::with_history(Finding finding, const HistoryPlace& place,
                                  const PlacedHit& placed) const {
  finding.location.blob_id = to_hex(place.id, context_.store.hash_kind());
  finding.at_head = placed.at_head;
  finding.history = placed.history;
  for (std::string& path : finding.history->paths)
    path.insert(0, context_.target.prefix);
  return finding;
}

std::optional<Commit> PlaceReader::commit_of(const ObjectId& id, StoreReader& objects) const {
  const auto object = objects.read(id);
  if (!object) return std::nullopt;
  const auto parsed = parse_commit((*object)->bytes.view(), objects.hash_kind());
  if (!parsed) return std::nullopt;
  Commit commit;
  commit.id = to_hex(id, objects.hash_kind());
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

ScanOutcome run_on_threads(unsigned threads, const std::function<ScanOutcome()>& scan) {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
  tbb::task_arena arena(static_cast<int>(threads));
  ScanOutcome outcome;
  arena.execute([&] { outcome = scan(); });
  sort_outcome(outcome);
  return outcome;
}

void add_binary_row(std::uint64_t blobs, std::uint64_t bytes, ScanOutcome& out) {
  if (blobs > 0) out.skip({"git:blobs", std::to_string(blobs) + " binary blobs", bytes, false});
}

void add_problems(std::span<const GitProblem> problems, ScanOutcome& out) {
  for (const GitProblem& problem : problems)
    out.coverage.skipped.push_back({problem.path, problem.reason, 0, true});
}

void add_shallow_row(const HistoryContext& context, std::size_t commits, ScanOutcome& out) {
  const std::size_t cut = context.refs.shallow.size();
  if (cut == 0) return;
  out.coverage.skipped.push_back({context.target.root,
                                  "a shallow clone: what came before " + std::to_string(cut) +
                                      (cut == 1 ? " commit" : " commits") + " is not here (" +
                                      std::to_string(commits) +
                                      " are); git fetch --unshallow brings it",
                                  0, true});
}

}  // namespace nhiscan
