#include "git/tree_graph.h"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "git/commit.h"
#include "git/pack_walk.h"

namespace nhiscan {
namespace {

using Edge = TreeEdge;

constexpr std::size_t kChunk = std::size_t{64} * 1024;

/// Numbers for names; a thread asks its own table first.
class Names {
 public:
  explicit Names(std::vector<std::string> names) : names_(std::move(names)) {
    for (std::uint32_t number = 0; number < names_.size(); ++number)
      numbers_.try_emplace(names_[number], number);
  }

  std::uint32_t number(const std::string& name) {
    const std::scoped_lock lock(mutex_);
    const auto [known, is_new] =
        numbers_.try_emplace(name, static_cast<std::uint32_t>(names_.size()));
    if (is_new) names_.push_back(name);
    return known->second;
  }
  std::vector<std::string> take() { return std::move(names_); }

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::string> names_;
};

/// An edge with where its entry begins in the tree.
struct PlacedEdge {
  std::uint32_t begin = 0;
  Edge edge;
};

/// What a tree's deltas need of it.
struct TreeState final : VisitState {
  std::vector<std::uint32_t> begins;  // of all entries, and the end of the last
  std::vector<PlacedEdge> edges;
};

/// One thread's part.
struct Part {
  std::unordered_map<std::string, std::uint32_t> names;
  std::vector<std::vector<Edge>> chunks;
  std::vector<Edge> edges;  // of the tree at hand
  std::string key;
  std::vector<GitProblem> problems;
  std::unordered_set<ObjectId, ObjectIdHash> missing;
  Inflater inflater;

  std::span<Edge> store_edges() {
    if (edges.empty()) return {};
    if (chunks.empty() || chunks.back().capacity() - chunks.back().size() < edges.size()) {
      chunks.emplace_back();
      chunks.back().reserve(std::max(kChunk, edges.size()));
    }
    std::vector<Edge>& chunk = chunks.back();
    const std::size_t begin = chunk.size();
    chunk.insert(chunk.end(), edges.begin(), edges.end());
    return std::span(chunk).subspan(begin);
  }
};

class TreeVisitor final : public PackVisitor {
 public:
  TreeVisitor(const ObjectStore& store, const ObjectSet& wanted, const TreeReading& reading,
              std::vector<std::span<Edge>>& edges)
      : store_(store),
        wanted_(wanted),
        reading_(reading),
        edges_(edges),
        names_(reading.record == nullptr ? std::vector<std::string>() : reading.record->names) {
    for (const Pack& pack : store.packs())
      fanouts_.emplace_back(pack.index());
  }

  void read_pack(std::uint32_t pack) {
    if (reading_.known != nullptr && reading_.known->has_pack(pack)) return;
    pack_ = pack;
    WalkOptions options;
    options.largest_object = reading_.largest_object;
    options.live_bytes = reading_.largest_object;
    const DeltaForest forest(store_.packs()[pack]);
    walk_pack(
        store_, store_.packs()[pack], forest,
        [this](const DeltaForest::Node& node) {
          return (node.type == ObjectType::tree || node.type == ObjectType::none) &&
                 !is_known(store_.number(pack_, node.position));
        },
        options, *this);
  }

  void read_loose() {
    tbb::parallel_for(std::size_t{0}, store_.loose().size(), [&](std::size_t i) {
      if (stop() || is_known(store_.loose_number(i))) return;
      const auto object = store_.read_loose(store_.loose()[i], reading_.largest_object);
      if (object && object->type == ObjectType::tree)
        read_whole_tree(store_.loose_number(i), object->bytes.view());
    });
  }

  std::shared_ptr<const VisitState> visit(const WalkedObject& object) override {
    if (object.type != ObjectType::tree) return nullptr;
    return read_tree(store_.number(pack_, object.position), object);
  }

  void visit_large(std::uint32_t position, ObjectType type, std::uint64_t /*size*/,
                   std::string_view /*compressed*/) override {
    skip(position, type, "larger than what may be in memory");
  }

  /// What isn't known to be a tree is for others to name.
  void skip(std::uint32_t position, ObjectType type, const std::string& reason) override {
    const std::uint32_t number = store_.number(pack_, position);
    const auto copy = store_.read_elsewhere(store_.id_of(number), pack_, parts_.local().inflater,
                                            reading_.largest_object);
    if (copy && copy->type == ObjectType::tree)
      read_whole_tree(number, copy->bytes.view());
    else if (!copy && type == ObjectType::tree)
      add_problem(number, reason);
  }

  [[nodiscard]] bool stop() const override { return reading_.stop(); }

  void take(std::vector<std::vector<Edge>>& chunks, std::vector<std::string>& names,
            std::vector<GitProblem>& problems, std::vector<ObjectId>& missing) {
    for (Part& part : parts_) {
      std::ranges::move(part.chunks, std::back_inserter(chunks));
      std::ranges::move(part.problems, std::back_inserter(problems));
      missing.insert(missing.end(), part.missing.begin(), part.missing.end());
    }
    names = names_.take();
  }

 private:
  [[nodiscard]] bool is_known(std::uint32_t number) const {
    return reading_.known != nullptr && reading_.known->holds(number);
  }

  void read_whole_tree(std::uint32_t number, std::string_view bytes) {
    WalkedObject object;
    object.bytes = bytes;
    read_tree(number, object);
  }

  /// Entries inside a copied range are those of the base; only the others are looked at.
  std::shared_ptr<const VisitState> read_tree(std::uint32_t number, const WalkedObject& object) {
    Part& part = parts_.local();
    const auto* base = static_cast<const TreeState*>(object.base);
    auto tree = std::make_shared<TreeState>();
    std::size_t at = 0;
    auto range = object.copied.begin();
    while (at < object.bytes.size()) {
      while (range != object.copied.end() && range->begin + range->size <= at)
        ++range;
      std::size_t next = at;
      if (base != nullptr && range != object.copied.end() && range->begin <= at)
        next = copy_entries(*base, *range, at, *tree);
      if (next == at) next = read_entry(part, object.bytes, at, *tree);
      if (next == at) {
        add_problem(number, "a damaged tree");
        break;
      }
      at = next;
    }
    tree->begins.push_back(static_cast<std::uint32_t>(at));
    part.edges.clear();
    for (const PlacedEdge& placed : tree->edges)
      part.edges.push_back(placed.edge);
    edges_[number] = part.store_edges();
    if (!object.has_deltas) return nullptr;
    return tree;
  }

  /// Takes over the base's entries from `at` to the end of the range, if one begins there; returns
  /// where the last of them ends.
  static std::size_t copy_entries(const TreeState& base, const CopiedRange& range, std::size_t at,
                                  TreeState& tree) {
    const std::size_t base_at = at - range.begin + range.base_begin;
    const std::size_t base_end = range.base_begin + range.size;
    const auto first = std::ranges::lower_bound(base.begins, base_at);
    const auto past = std::ranges::upper_bound(base.begins, base_end);
    if (first == base.begins.end() || *first != base_at || past - first < 2) return at;
    const auto last = past - 1;  // where the first entry that isn't whole begins
    const auto shift = static_cast<std::uint32_t>(at - base_at);  // modulo 2^32
    const std::size_t before = tree.begins.size();
    tree.begins.insert(tree.begins.end(), first, last);
    for (std::size_t i = before; i < tree.begins.size(); ++i)
      tree.begins[i] += shift;
    auto edge = std::ranges::lower_bound(base.edges, *first, {}, &PlacedEdge::begin);
    for (; edge != base.edges.end() && edge->begin < *last; ++edge)
      tree.edges.push_back({edge->begin + shift, edge->edge});
    return at + (*last - base_at);
  }

  /// Returns where the entry ends; `at` if it is damaged.
  std::size_t read_entry(Part& part, std::string_view bytes, std::size_t at, TreeState& tree) {
    TreeReader reader(bytes.substr(at), store_.hash_kind());
    TreeEntry entry;
    if (!reader.next(entry)) return at;
    const auto begin = static_cast<std::uint32_t>(at);
    tree.begins.push_back(begin);
    const auto end = static_cast<std::size_t>(entry.name.data() - bytes.data()) +
                     entry.name.size() + 1 + hash_size(store_.hash_kind());
    if (entry.is_submodule()) return end;
    const bool must_be_there = entry.is_tree() || store_.is_partial();
    if (!must_be_there && !wanted_.may_hold(entry.id)) return end;
    const auto child = store_.number_of(entry.id, fanouts_);
    if (!child && must_be_there) part.missing.insert(entry.id);
    if (child && (entry.is_tree() || wanted_.holds(*child)))
      tree.edges.push_back({begin, {name_number(part, entry.name), *child}});
    return end;
  }

  std::uint32_t name_number(Part& part, std::string_view name) {
    part.key.assign(name);
    const auto known = part.names.find(part.key);
    if (known != part.names.end()) return known->second;
    const std::uint32_t number = names_.number(part.key);
    part.names.emplace(part.key, number);
    return number;
  }

  void add_problem(std::uint32_t number, const std::string& reason) {
    parts_.local().problems.push_back(
        {"git:tree/" + to_hex(store_.id_of(number), store_.hash_kind()), reason});
  }

  const ObjectStore& store_;
  const ObjectSet& wanted_;
  const TreeReading& reading_;
  std::vector<std::span<Edge>>& edges_;
  std::vector<FineFanout> fanouts_;
  std::uint32_t pack_ = 0;
  Names names_;
  tbb::enumerable_thread_specific<Part> parts_;
};

}  // namespace

ObjectSet::ObjectSet(const ObjectStore& store, std::span<const std::uint32_t> numbers)
    : wanted_(store.object_count()), bloom_(std::size_t{1} << 20U) {
  for (const std::uint32_t number : numbers) {
    wanted_[number] = true;
    bloom_[slot(store.id_of(number))] = true;
  }
}

TreeGraph::TreeGraph(const ObjectStore& store, const ObjectSet& wanted, const TreeReading& reading)
    : edges_(store.object_count()) {
  TreeVisitor visitor(store, wanted, reading, edges_);
  for (std::uint32_t pack = 0; pack < store.packs().size(); ++pack)
    visitor.read_pack(pack);
  visitor.read_loose();
  visitor.take(chunks_, names_, problems_, missing_);
  if (reading.record != nullptr) take_over(wanted, *reading.record);
  std::ranges::sort(problems_, {}, &GitProblem::path);
  std::ranges::sort(missing_);
  missing_.erase(std::unique(missing_.begin(), missing_.end()), missing_.end());
  keep_what_leads_on(wanted);
}

void TreeGraph::take_over(const ObjectSet& wanted, const TreeRecord& record) {
  missing_.insert(missing_.end(), record.missing.begin(), record.missing.end());
  std::vector<bool> is_tree(edges_.size());
  for (const std::uint32_t tree : record.trees)
    is_tree[tree] = true;
  chunks_.push_back(record.edges);
  std::span<Edge> rest(chunks_.back());
  for (std::size_t i = 0; i < record.trees.size(); ++i) {
    const std::span<Edge> list = rest.first(record.edge_counts[i]);
    rest = rest.subspan(list.size());
    const auto end = std::remove_if(list.begin(), list.end(), [&](const Edge& edge) {
      return !is_tree[edge.child] && !wanted.holds(edge.child);
    });
    edges_[record.trees[i]] = list.first(static_cast<std::size_t>(end - list.begin()));
  }
}

TreeRecord TreeGraph::record() const {
  TreeRecord record;
  for (std::uint32_t tree = 0; tree < edges_.size(); ++tree) {
    if (edges_[tree].empty()) continue;
    record.trees.push_back(tree);
    record.edge_counts.push_back(static_cast<std::uint32_t>(edges_[tree].size()));
    record.edges.insert(record.edges.end(), edges_[tree].begin(), edges_[tree].end());
  }
  record.names = names_;
  record.missing = missing_;
  return record;
}

void TreeGraph::keep_what_leads_on(const ObjectSet& wanted) {
  // Up from what is wanted, by the edges turned round.
  std::vector<std::uint32_t> first(edges_.size() + 1);
  for (const std::span<Edge> list : edges_)
    for (const Edge& edge : list)
      ++first[edge.child + 1];
  for (std::size_t i = 1; i < first.size(); ++i)
    first[i] += first[i - 1];
  std::vector<std::uint32_t> parents(first.back());
  std::vector<std::uint32_t> filled(first.begin(), first.end() - 1);
  for (std::uint32_t tree = 0; tree < edges_.size(); ++tree)
    for (const Edge& edge : edges_[tree])
      parents[filled[edge.child]++] = tree;
  std::vector<bool> leads_on(edges_.size());
  std::vector<std::uint32_t> waiting;
  for (std::uint32_t number = 0; number < edges_.size(); ++number)
    if (wanted.holds(number)) waiting.push_back(number);
  for (const std::uint32_t number : waiting)
    leads_on[number] = true;
  while (!waiting.empty()) {
    const std::uint32_t number = waiting.back();
    waiting.pop_back();
    for (std::uint32_t i = first[number]; i < first[number + 1]; ++i) {
      if (leads_on[parents[i]]) continue;
      leads_on[parents[i]] = true;
      waiting.push_back(parents[i]);
    }
  }
  for (std::span<Edge>& list : edges_) {
    const auto end = std::remove_if(list.begin(), list.end(),
                                    [&](const Edge& edge) { return !leads_on[edge.child]; });
    list = list.first(static_cast<std::size_t>(end - list.begin()));
  }
}

}  // namespace nhiscan
