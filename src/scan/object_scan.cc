// What candidates a blob has is known from its delta base for all that was copied; confirming them
// costs little, as there are few, and is done anew for each blob: so a finding is judged by the
// whole text it stands in, and the result is that of a full scan.
#include "scan/object_scan.h"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "decoders/binary.h"
#include "decoders/unpacker.h"
#include "detection/delta_candidates.h"
#include "detection/matcher.h"
#include "git/commit.h"
#include "git/pack_walk.h"
#include "scan/delta_parts.h"
#include "sources/window_reader.h"
#include "wrap/digest.h"

namespace nhiscan {
namespace {

/// What a text's deltas need of it.
class TextState : public VisitState {
 public:
  TextState(std::vector<JudgedCandidate> judged, TextParts found)
      : candidates(std::move(judged)), parts(std::move(found)) {}
  const std::vector<JudgedCandidate> candidates;  // sorted by `by_end`
  const TextParts parts;
};

/// One thread's part of a scan.
struct Worker {
  Worker(const RuleSet& rules, const ObjectScanOptions& options)
      : matcher(rules, Matcher::Detail::place),
        unpacker(options.unpack, options.window_size),
        delta(rules) {}

  Matcher matcher;
  Unpacker unpacker;
  Buffer window;
  DeltaCandidates delta;
  Inflater inflater;
  std::vector<Candidate> raw;
  std::vector<KnownCandidate> candidates;
  ObjectScan scan;
  std::uint64_t expanded_before = 0;  // in the bases of what was read
  std::uint64_t expanded_again = 0;   // of what had to be read twice
};

/// What git names an object after.
class ObjectDigest {
 public:
  ObjectDigest(HashKind kind, ObjectType type, std::uint64_t size)
      : kind_(kind),
        digest_(kind == HashKind::sha1 ? RunningDigest::Algorithm::sha1
                                       : RunningDigest::Algorithm::sha256) {
    add(std::string(to_string(type)) + " " + std::to_string(size) + std::string(1, '\0'));
  }

  void add(std::string_view bytes) { digest_.add(bytes); }
  ObjectId finish() { return ObjectId::from_raw(digest_.finish().data(), kind_); }

 private:
  HashKind kind_;
  RunningDigest digest_;
};

void add_hits(const Detected& found, const RuleSet& rules, std::string_view text,
              std::vector<Hit>& hits) {
  for (const Match& match : found.matches) {
    if (!is_present(match)) continue;
    const auto rule = std::ranges::find(rules.rules(), match.rule);
    hits.push_back(
        {static_cast<std::uint32_t>(rule - rules.rules().begin()),
         secret_hash(text.substr(match.secret.begin, match.secret.end - match.secret.begin))});
  }
}

/// A blob that is too large to be held.
class ObjectBytes final : public ByteStream {
 public:
  /// What is read is added to `digest`, if any.
  ObjectBytes(ObjectStream& stream, ObjectDigest* digest, ScanProgress& progress)
      : stream_(stream), digest_(digest), progress_(progress) {}

  Result<std::size_t> read(char* out, std::size_t size) override {
    if (progress_.stop()) return std::size_t{0};
    const auto got = stream_.read(out, size);
    if (!got) return got.error();
    total_ += *got;
    if (total_ > stream_.size()) return Error{"its data is longer than its header says"};
    if (digest_ != nullptr) digest_->add({out, *got});
    progress_.advance(0, *got);
    return *got;
  }

  /// What nobody has read yet; fails where that isn't all.
  Status read_rest() {
    Bytes buffer(std::size_t{256} * 1024);
    while (true) {
      const auto got = read(buffer.data(), buffer.size());
      if (!got) return got.error();
      if (*got > 0) continue;
      if (total_ == stream_.size() || progress_.stop()) return Done{};
      return Error{"its data is shorter than its header says"};
    }
  }

 private:
  ObjectStream& stream_;
  ObjectDigest* digest_;
  ScanProgress& progress_;
  std::uint64_t total_ = 0;
};

/// Adds what is found in a text of an object.
void add_hits_in(const Layer& text, const RuleSet& rules, Worker& part, std::vector<Hit>& hits) {
  add_hits(part.matcher.scan(text.text, text.path), rules, text.text, hits);
  part.scan.bytes_given += text.text.size();
}

/// Keeps what is found in the texts of an object.
class HitVisitor final : public LayerVisitor {
 public:
  HitVisitor(Worker& part, const RuleSet& rules, std::string name, std::vector<Hit>& hits)
      : part_(part), rules_(rules), name_(std::move(name)), hits_(hits) {}

  void visit(const Layer& text) override { add_hits_in(text, rules_, part_, hits_); }
  void skip_part(const std::string& inside, std::string reason, PartSink::Cause cause) override {
    part_.scan.coverage.skipped.push_back(
        {name_ + inside, std::move(reason), 0, cause == PartSink::Cause::failed});
  }

 private:
  Worker& part_;
  const RuleSet& rules_;
  std::string name_;
  std::vector<Hit>& hits_;
};

/// Keeps what is found in each part of a text.
class PartVisitor final : public LayerVisitor {
 public:
  PartVisitor(Worker& part, const RuleSet& rules, std::vector<TextPart>& parts)
      : part_(part), rules_(rules), parts_(parts) {}

  /// What is shown next begins there.
  void set_begin(std::size_t begin) { begin_ = begin; }
  [[nodiscard]] bool left_out() const { return left_out_; }

  void visit(const Layer& text) override { add_hits_in(text, rules_, part_, hits_); }
  void skip_part(const std::string& /*inside*/, std::string /*reason*/,
                 PartSink::Cause /*cause*/) override {
    left_out_ = true;
  }
  void leave_part(const Part& part, const Expansion& of_it) override {
    if (part.bytes.empty()) return;
    const std::size_t at = begin_ + part.way_back.in_parent({0, 1}).begin;
    parts_.push_back({at, of_it, std::exchange(hits_, {})});
  }

 private:
  Worker& part_;
  const RuleSet& rules_;
  std::vector<TextPart>& parts_;
  std::size_t begin_ = 0;
  std::vector<Hit> hits_;
  bool left_out_ = false;
};

/// Whether the answer of `may_have_config_values` is the base's.
bool is_head_copied(const WalkedObject& object) {
  if (object.copied.empty()) return false;
  const CopiedRange& first = object.copied.front();
  return first.begin == 0 && first.base_begin == 0 && first.size >= kConfigHead;
}

class ObjectScanner final : public PackVisitor {
 public:
  ObjectScanner(const ObjectStore& store, const RuleSet& rules, const ObjectScanOptions& options,
                const KnownObjects& known, ScanProgress& progress)
      : store_(store),
        rules_(rules),
        options_(options),
        known_(known),
        progress_(progress),
        parts_([&rules, &options] { return std::make_unique<Worker>(rules, options); }) {}

  void scan_pack(std::uint32_t pack) {
    if (known_.has_pack(pack)) return;
    pack_ = pack;
    const DeltaForest forest(store_.packs()[pack]);
    WalkOptions walk;
    walk.largest_object = options_.largest_object;
    walk.live_bytes = options_.largest_object;
    walk_pack(
        store_, store_.packs()[pack], forest,
        [this](const DeltaForest::Node& node) {
          return (node.type != ObjectType::tree || verifies()) && is_first(node.position);
        },
        walk, *this);
  }

  void scan_loose() {
    const std::size_t count = store_.loose().size();
    tbb::parallel_for(std::size_t{0}, count, [this](std::size_t i) {
      if (stop()) return;
      const LooseObject& loose = store_.loose()[i];
      const std::uint32_t number = store_.loose_number(i);
      if (known_.holds(number) || store_.find(loose.id)) return;
      const auto object = store_.read_loose(loose, options_.largest_object);
      if (object) return visit_whole(number, *object);
      const auto stream = ObjectStream::open_loose(loose.path);
      if (!stream || (*stream)->type() != ObjectType::blob ||
          (*stream)->size() <= options_.largest_object)
        return skip_object(number, ObjectType::none, object.error().message);
      visit_stream(*parts_.local(), number, **stream);
    });
  }

  std::shared_ptr<const VisitState> visit(const WalkedObject& object) override {
    return visit_number(store_.number(pack_, object.position), object);
  }

  void visit_large(std::uint32_t position, ObjectType type, std::uint64_t size,
                   std::string_view compressed) override {
    const std::uint32_t number = store_.number(pack_, position);
    if (type != ObjectType::blob)
      return skip_object(number, type, "larger than what may be in memory");
    Worker& part = *parts_.local();
    ObjectStream stream(type, size, compressed);
    visit_stream(part, number, stream);
  }

  /// Another pack may have a copy that isn't damaged.
  void skip(std::uint32_t position, ObjectType type, const std::string& reason) override {
    if (type == ObjectType::tree) return;  // for the one who reads trees to say
    const std::uint32_t number = store_.number(pack_, position);
    const auto copy = store_.read_elsewhere(store_.id_of(number), pack_, parts_.local()->inflater,
                                            options_.largest_object);
    if (!copy) return skip_object(number, type, reason);
    visit_whole(number, *copy);
  }

  [[nodiscard]] bool stop() const override { return progress_.stop(); }

  ObjectScan take() {
    ObjectScan all;
    for (std::unique_ptr<Worker>& part : parts_) {
      part->scan.bytes_given += part->delta.scanned();
      part->scan.coverage.bytes_expanded =
          part->unpacker.expanded() + part->expanded_before - part->expanded_again;
      all.add(std::move(part->scan));
    }
    return all;
  }

 private:
  /// Whether it isn't known and no earlier pack has it too.
  [[nodiscard]] bool is_first(std::uint32_t position) const {
    if (known_.holds(store_.number(pack_, position))) return false;
    if (pack_ == 0) return true;
    const ObjectId id = store_.packs()[pack_].index().id(position);
    for (std::uint32_t i = 0; i < pack_; ++i)
      if (store_.packs()[i].index().find(id)) return false;
    return true;
  }

  void visit_whole(std::uint32_t number, const StoredObject& object) {
    WalkedObject walked;
    walked.type = object.type;
    walked.bytes = object.bytes.view();
    visit_number(number, walked);
  }

  /// A blob that is too large to be held.
  void visit_stream(Worker& part, std::uint32_t number, ObjectStream& stream) {
    if (stream.size() > options_.max_blob_size) return skip_too_large(part, number, stream.size());
    std::vector<Hit> hits;
    ObjectDigest digest(store_.hash_kind(), ObjectType::blob, stream.size());
    if (const Status done = scan_stream(part, number, stream, digest, hits); !done)
      return skip_object(number, ObjectType::blob, done.error().message);
    if (verifies()) compare(number, ObjectType::blob, digest);
    ++part.scan.coverage.blobs;
    keep(part, number, ObjectType::blob, std::move(hits));
  }

  std::shared_ptr<const VisitState> visit_number(std::uint32_t number, const WalkedObject& object) {
    if (verifies()) {
      ObjectDigest digest(store_.hash_kind(), object.type, object.bytes.size());
      digest.add(object.bytes);
      compare(number, object.type, digest);
    }
    if (object.type == ObjectType::tree) return nullptr;  // a delta's type may not be known before
    Worker& part = *parts_.local();
    if (object.type == ObjectType::commit)
      add_commit(part, number, object.bytes);
    else if (object.type == ObjectType::tag)
      add_tag(part, number, object.bytes);
    else
      ++part.scan.coverage.blobs;
    if (object.bytes.size() > options_.max_blob_size) {
      skip_too_large(part, number, object.bytes.size());
      return nullptr;
    }
    progress_.advance(0, object.bytes.size());
    std::vector<Hit> hits;
    std::shared_ptr<const VisitState> state;
    const std::string_view head = object.bytes.substr(0, kBinaryHead);
    if (decoder_for({}, object.bytes.substr(0, kDecoderHead)) != nullptr || is_binary(head)) {
      WindowReader reader = WindowReader::of(object.bytes, part.window);
      unpack(part, number, object.type, reader, {object.bytes, 0, true}, object.bytes.size(), hits);
    } else {
      part.scan.coverage.bytes_scanned += object.bytes.size();
      find_candidates(part, object);
      std::vector<JudgedCandidate> judged;
      if (!part.candidates.empty())
        add_hits(part.matcher.confirm(object.bytes, {}, part.candidates, judged), rules_,
                 object.bytes, hits);
      TextParts parts = look_inside(part, number, object, hits);
      if (object.has_deltas && options_.reading == ObjectScanOptions::Reading::delta)
        state = std::make_shared<TextState>(std::move(judged), std::move(parts));
    }
    keep(part, number, object.type, std::move(hits));
    return state;
  }

  static void find_candidates(Worker& part, const WalkedObject& object) {
    const auto* base = static_cast<const TextState*>(object.base);
    if (base != nullptr) {
      part.delta.find({object.bytes, object.base_bytes.size(), object.copied, base->candidates},
                      part.matcher, part.candidates);
      return;
    }
    part.raw.clear();
    part.matcher.find_candidates(object.bytes, part.raw);
    std::ranges::sort(part.raw, by_end);
    part.candidates.clear();
    for (const Candidate& candidate : part.raw)
      part.candidates.push_back({candidate, nullptr});
    part.scan.bytes_given += object.bytes.size();
  }

  /// Adds what is encoded in a text.
  TextParts look_inside(Worker& part, std::uint32_t number, const WalkedObject& object,
                        std::vector<Hit>& hits) {
    TextParts found;
    if (options_.reading == ObjectScanOptions::Reading::delta) {
      const std::uint64_t before = part.unpacker.expanded();
      const std::size_t count = hits.size();
      found = find_parts(part, object, hits);
      if (found.is_all) return found;
      hits.resize(count);
      part.expanded_again += part.unpacker.expanded() - before;
    }
    HitVisitor visitor(part, rules_, name_of(number, object.type), hits);
    part.unpacker.look_inside({}, object.bytes, visitor);
    return found;
  }

  /// The same, of what changed only, as long as no limit is near; hits are added if it is all.
  TextParts find_parts(Worker& part, const WalkedObject& object, std::vector<Hit>& hits) {
    const auto* base = static_cast<const TextState*>(object.base);
    TextParts found;
    found.may_be_config = base != nullptr && is_head_copied(object)
                              ? base->parts.may_be_config
                              : may_have_config_values({}, object.bytes);
    PartVisitor visitor(part, rules_, found.parts);
    Expansion expansion;
    if (found.may_be_config)
      part.unpacker.look_inside({}, object.bytes, visitor, Unpacker::Inside::whole);
    for (const TextPart& in_whole : std::exchange(found.parts, {})) {
      expansion.add(in_whole.expansion);
      std::ranges::copy(in_whole.hits, std::back_inserter(hits));
    }
    std::uint64_t inherited = 0;
    std::vector<Span> changed{{0, object.bytes.size()}};
    if (base != nullptr && base->parts.is_all) {
      changed = changed_lines(object.bytes, object.base_bytes.size(), object.copied);
      inherit_parts(base->parts.parts, object.copied, changed, found.parts);
      for (const TextPart& known : found.parts)
        inherited += known.expansion.all;
    }
    for (const Span& lines : changed) {
      visitor.set_begin(lines.begin);
      part.unpacker.look_inside({}, object.bytes.substr(lines.begin, lines.size()), visitor,
                                Unpacker::Inside::windows);
    }
    std::ranges::sort(found.parts, {}, &TextPart::at);
    for (const TextPart& one : found.parts) {
      expansion.add(one.expansion);
      std::ranges::copy(one.hits, std::back_inserter(hits));
    }
    found.is_all = !visitor.left_out() && part.unpacker.is_free(expansion);
    if (found.is_all) part.expanded_before += inherited;
    return found;
  }

  /// What isn't plain text: what decoders make of it, or nothing.
  void unpack(Worker& part, std::uint32_t number, ObjectType type, WindowReader& reader,
              const Window& first, std::uint64_t size, std::vector<Hit>& hits) {
    HitVisitor visitor(part, rules_, name_of(number, type), hits);
    const Reading reading = part.unpacker.read_blob({}, reader, first, visitor);
    if (reading.as == Reading::As::binary) {
      ++part.scan.binary_blobs;
      part.scan.binary_bytes += size;
    } else {
      part.scan.coverage.bytes_scanned += size;
    }
  }

  Status scan_stream(Worker& part, std::uint32_t number, ObjectStream& stream, ObjectDigest& digest,
                     std::vector<Hit>& hits) {
    ObjectBytes bytes(stream, verifies() ? &digest : nullptr, progress_);
    WindowReader reader = WindowReader::of(bytes, part.window, options_.window_size);
    const auto first = reader.next(0);
    if (!first) return first.error();
    const std::uint64_t scanned_before = part.scan.coverage.bytes_scanned;
    unpack(part, number, ObjectType::blob, reader, **first, stream.size(), hits);
    const bool is_read_to_end = part.scan.coverage.bytes_scanned > scanned_before;
    if (verifies() || is_read_to_end)
      if (const Status done = bytes.read_rest(); !done) {
        part.scan.coverage.bytes_scanned = scanned_before;
        return done.error();
      }
    return Done{};
  }

  static void keep(Worker& part, std::uint32_t number, ObjectType type, std::vector<Hit> hits) {
    if (hits.empty()) return;
    std::ranges::sort(hits);
    hits.erase(std::unique(hits.begin(), hits.end()), hits.end());
    part.scan.objects.push_back({number, type, std::move(hits)});
  }

  void add_commit(Worker& part, std::uint32_t number, std::string_view bytes) {
    ++part.scan.coverage.commits;
    auto commit = parse_commit(bytes, store_.hash_kind());
    if (!commit) return skip_object(number, ObjectType::commit, commit.error().message);
    part.scan.commits.push_back(
        {store_.id_of(number), commit->tree, std::move(commit->parents), commit->committer.time});
  }

  void add_tag(Worker& part, std::uint32_t number, std::string_view bytes) {
    const auto tag = parse_tag(bytes, store_.hash_kind());
    if (!tag) return skip_object(number, ObjectType::tag, tag.error().message);
    part.scan.tags.push_back({store_.id_of(number), tag->target});
  }

  [[nodiscard]] bool verifies() const { return options_.names == ObjectScanOptions::Names::verify; }

  void compare(std::uint32_t number, ObjectType type, ObjectDigest& digest) {
    if (digest.finish() != store_.id_of(number))
      skip_object(number, type, "its content is not that of its name");
  }

  [[nodiscard]] std::string name_of(std::uint32_t number, ObjectType type) const {
    const std::string kind(type == ObjectType::none ? "object" : to_string(type));
    return "git:" + kind + "/" + to_hex(store_.id_of(number), store_.hash_kind());
  }

  void skip_object(std::uint32_t number, ObjectType type, const std::string& reason) {
    parts_.local()->scan.coverage.skipped.push_back({name_of(number, type), reason, 0, true});
  }

  void skip_too_large(Worker& part, std::uint32_t number, std::uint64_t size) const {
    part.scan.coverage.skipped.push_back(
        {name_of(number, ObjectType::blob), "larger than --max-file-size", size, false});
    part.scan.coverage.bytes_skipped += size;
  }

  const ObjectStore& store_;
  const RuleSet& rules_;
  const ObjectScanOptions& options_;
  const KnownObjects& known_;
  ScanProgress& progress_;
  std::uint32_t pack_ = 0;
  tbb::enumerable_thread_specific<std::unique_ptr<Worker>> parts_;
};

}  // namespace

std::uint64_t secret_hash(std::string_view secret) { return std::hash<std::string_view>()(secret); }

void ObjectScan::add(ObjectScan other) {
  std::ranges::move(other.objects, std::back_inserter(objects));
  std::ranges::sort(objects, {}, &ObjectHits::number);
  std::ranges::sort(other.commits, {}, &CommitRecord::id);
  const auto old_count = static_cast<std::ptrdiff_t>(commits.size());
  std::ranges::move(other.commits, std::back_inserter(commits));
  std::ranges::inplace_merge(commits, commits.begin() + old_count, {}, &CommitRecord::id);
  std::ranges::move(other.tags, std::back_inserter(tags));
  std::ranges::move(other.coverage.skipped, std::back_inserter(coverage.skipped));
  coverage.blobs += other.coverage.blobs;
  coverage.commits += other.coverage.commits;
  coverage.bytes_scanned += other.coverage.bytes_scanned;
  coverage.bytes_skipped += other.coverage.bytes_skipped;
  coverage.bytes_expanded += other.coverage.bytes_expanded;
  binary_blobs += other.binary_blobs;
  binary_bytes += other.binary_bytes;
  bytes_given += other.bytes_given;
}

ObjectScan scan_objects(const ObjectStore& store, const RuleSet& rules,
                        const ObjectScanOptions& options, const KnownObjects& known,
                        ScanProgress& progress) {
  ObjectScanner scanner(store, rules, options, known, progress);
  for (std::uint32_t pack = 0; pack < store.packs().size(); ++pack)
    scanner.scan_pack(pack);
  scanner.scan_loose();
  return scanner.take();
}

}  // namespace nhiscan
