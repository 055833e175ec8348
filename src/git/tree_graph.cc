#include "git/tree_graph.h"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "git/commit.h"
#include "git/pack_walk.h"

namespace nhiscan {
namespace {

using Edge = TreeGraph::Edge;

constexpr std::size_t kChunk = std::size_t{64} * 1024;

/// Numbers for names; a thread asks its own table first.
class Names {
 public:
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

/// One thread's part.
struct Part {
  std::unordered_map<std::string, std::uint32_t> names;
  std::vector<std::vector<Edge>> chunks;
  std::vector<Edge> edges;  // of the tree at hand
  std::string key;
  std::vector<GitProblem> problems;

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
  TreeVisitor(const ObjectStore& store, const ObjectSet& wanted, const std::function<bool()>& stop,
              std::vector<std::span<Edge>>& edges)
      : store_(store), wanted_(wanted), stop_(stop), edges_(edges) {}

  void read_pack(std::uint32_t pack, std::uint64_t largest_object) {
    pack_ = pack;
    WalkOptions options;
    options.largest_object = largest_object;
    options.live_bytes = largest_object;
    const DeltaForest forest(store_.packs()[pack]);
    walk_pack(
        store_, store_.packs()[pack], forest,
        [](const DeltaForest::Node& node) { return node.type == ObjectType::tree; }, options,
        *this);
  }

  void read_loose(std::uint64_t largest_object) {
    tbb::parallel_for(std::size_t{0}, store_.loose().size(), [&](std::size_t i) {
      if (stop_()) return;
      const auto object = store_.read_loose(store_.loose()[i], largest_object);
      if (object && object->type == ObjectType::tree)
        read_tree(store_.loose_number(i), object->bytes.view());
    });
  }

  std::shared_ptr<const VisitState> visit(const WalkedObject& object) override {
    read_tree(store_.number(pack_, object.position), object.bytes);
    return nullptr;
  }

  void visit_large(std::uint32_t position, ObjectType type, std::uint64_t /*size*/,
                   std::string_view /*compressed*/) override {
    skip(position, type, "larger than what may be in memory");
  }

  void skip(std::uint32_t position, ObjectType /*type*/, const std::string& reason) override {
    add_problem(store_.number(pack_, position), reason);
  }

  [[nodiscard]] bool stop() const override { return stop_(); }

  void take(std::vector<std::vector<Edge>>& chunks, std::vector<std::string>& names,
            std::vector<GitProblem>& problems) {
    for (Part& part : parts_) {
      std::ranges::move(part.chunks, std::back_inserter(chunks));
      std::ranges::move(part.problems, std::back_inserter(problems));
    }
    names = names_.take();
  }

 private:
  void read_tree(std::uint32_t number, std::string_view bytes) {
    Part& part = parts_.local();
    part.edges.clear();
    TreeReader reader(bytes, store_.hash_kind());
    TreeEntry entry;
    while (reader.next(entry)) {
      if (entry.is_submodule() || (!entry.is_tree() && !wanted_.may_hold(entry.id))) continue;
      const auto child = store_.number_of(entry.id);
      if (!child || (!entry.is_tree() && !wanted_.holds(*child))) continue;
      part.edges.push_back({name_number(part, entry.name), *child});
    }
    if (reader.is_damaged()) add_problem(number, "a damaged tree");
    edges_[number] = part.store_edges();
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
  const std::function<bool()>& stop_;
  std::vector<std::span<Edge>>& edges_;
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

TreeGraph::TreeGraph(const ObjectStore& store, const ObjectSet& wanted,
                     std::uint64_t largest_object, const std::function<bool()>& stop)
    : edges_(store.object_count()) {
  TreeVisitor visitor(store, wanted, stop, edges_);
  for (std::uint32_t pack = 0; pack < store.packs().size(); ++pack)
    visitor.read_pack(pack, largest_object);
  visitor.read_loose(largest_object);
  visitor.take(chunks_, names_, problems_);
  std::ranges::sort(problems_, {}, &GitProblem::path);
  keep_what_leads_on(wanted);
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
