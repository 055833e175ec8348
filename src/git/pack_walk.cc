// Depth first: of an object's deltas the heaviest comes last and takes over the base's buffer, so
// that at most log2 of a tree's objects are live on one thread.
#include "git/pack_walk.h"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/task_group.h>

#include <atomic>
#include <utility>
#include <vector>

namespace nhiscan {
namespace {

constexpr std::uint64_t kBatchWeight = std::uint64_t{1} * 1024 * 1024;
constexpr std::uint64_t kSplitWeight = std::uint64_t{1} * 1024 * 1024;

using Node = DeltaForest::Node;

/// The decoded bytes that are held at the moment.
class LiveBytes {
 public:
  LiveBytes(std::atomic<std::uint64_t>& total, std::uint64_t size) : total_(total), size_(size) {
    total_.fetch_add(size_, std::memory_order_relaxed);
  }
  LiveBytes(const LiveBytes&) = delete;
  LiveBytes& operator=(const LiveBytes&) = delete;
  ~LiveBytes() { total_.fetch_sub(size_, std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t>& total_;
  std::uint64_t size_;
};

/// A decoded object while deltas of it wait.
struct Live {
  Live(Bytes decoded, ObjectType object_type, std::atomic<std::uint64_t>& total)
      : bytes(std::move(decoded)), type(object_type), counted(total, bytes.size()) {}

  Bytes bytes;
  ObjectType type;
  std::shared_ptr<const VisitState> state;
  LiveBytes counted;
};

struct Frame {
  std::uint32_t node = 0;
  std::shared_ptr<const Live> base;
};

/// What one thread reuses.
struct Worker {
  Inflater inflater;
  std::vector<CopiedRange> copied;
};

class Walk {
 public:
  Walk(const ObjectStore& store, const Pack& pack, const DeltaForest& forest,
       const WalkOptions& options, PackVisitor& visitor)
      : store_(store), pack_(pack), forest_(forest), options_(options), visitor_(visitor) {}

  void choose(const std::function<bool(const Node&)>& wanted) {
    const auto nodes = forest_.nodes();
    wanted_.resize(nodes.size());
    needed_.resize(nodes.size());
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
      wanted_[i] = wanted(nodes[i]);
      if (!wanted_[i]) continue;
      for (std::uint32_t up = i; up != DeltaForest::kNone && !needed_[up];
           up = nodes[up].root == DeltaForest::Root::no ? nodes[up].base : DeltaForest::kNone)
        needed_[up] = true;
    }
  }

  void run() {
    std::vector<std::uint32_t> batch;
    std::uint64_t weight = 0;
    const auto flush = [&] {
      if (batch.empty()) return;
      group_.run([this, roots = std::exchange(batch, {})] {
        for (const std::uint32_t root : roots)
          walk_tree({root, nullptr});
      });
      weight = 0;
    };
    for (std::uint32_t i = 0; i < forest_.nodes().size(); ++i) {
      const Node& node = forest_.nodes()[i];
      if (node.root == DeltaForest::Root::no || !needed_[i]) continue;
      batch.push_back(i);
      weight += node.weight;
      if (weight >= kBatchWeight) flush();
    }
    flush();
    group_.wait();
  }

 private:
  void walk_tree(Frame root) {
    Worker& worker = workers_.local();
    std::vector<Frame> stack;
    stack.push_back(std::move(root));
    while (!stack.empty() && !visitor_.stop()) {
      const Frame frame = std::move(stack.back());
      stack.pop_back();
      auto decoded = decode(frame, worker);
      if (!decoded) {
        if (!decoded.error().message.empty()) skip_tree(frame.node, decoded.error().message);
        continue;
      }
      push_deltas(frame.node, *std::move(decoded), stack);
    }
  }

  /// The lighter ones on top. Heavy ones become tasks of their own.
  void push_deltas(std::uint32_t base, const std::shared_ptr<const Live>& live,
                   std::vector<Frame>& stack) {
    bool heaviest = true;
    for (std::uint32_t child = forest_.nodes()[base].first_child; child != DeltaForest::kNone;
         child = forest_.nodes()[child].next_sibling) {
      if (!needed_[child]) continue;
      if (!std::exchange(heaviest, false) && forest_.nodes()[child].weight >= kSplitWeight &&
          live_bytes_.load(std::memory_order_relaxed) < options_.live_bytes)
        group_.run([this, frame = Frame{child, live}] { walk_tree(frame); });
      else
        stack.push_back({child, live});
    }
  }

  /// The object, visited. An error without words: it was seen to otherwise.
  Result<std::shared_ptr<const Live>> decode(const Frame& frame, Worker& worker) {
    const Node& node = forest_.nodes()[frame.node];
    if (node.root == DeltaForest::Root::broken) return Error{"damaged in the pack"};
    const auto entry = pack_.entry(node.offset);
    if (!entry) return entry.error();
    if (entry->size > options_.largest_object) {
      if (node.root != DeltaForest::Root::whole || !wanted_[frame.node]) return too_large();
      visitor_.visit_large(node.position, node.type, entry->size, pack_.data(*entry));
      skip_deltas(frame.node, "its delta base is larger than what may be in memory");
      return Error{};
    }
    auto bytes = pack_.inflate(*entry, worker.inflater);
    if (!bytes) return bytes.error();
    if (node.root == DeltaForest::Root::whole)
      return visited(frame, *std::move(bytes), node.type, {});
    if (node.root == DeltaForest::Root::no)
      return patched(frame, *frame.base, bytes->view(), worker);
    auto external =
        entry->base == PackEntry::Base::offset
            ? store_.read_at(pack_, entry->base_offset, worker.inflater, options_.largest_object)
            : store_.read(entry->base_id, worker.inflater, options_.largest_object);
    if (!external) return Error{"its delta base: " + external.error().message};
    const Live base(std::move(external->bytes), external->type, live_bytes_);
    return patched(frame, base, bytes->view(), worker);
  }

  Result<std::shared_ptr<const Live>> patched(const Frame& frame, const Live& base,
                                              std::string_view delta, Worker& worker) {
    const auto sizes = read_delta_sizes(delta);
    if (!sizes) return sizes.error();
    if (sizes->result > options_.largest_object) return too_large();
    auto bytes = apply_delta(base.bytes.view(), delta, worker.copied);
    if (!bytes) return bytes.error();
    WalkedObject object;
    object.base = base.state.get();
    object.base_bytes = base.bytes.view();
    object.copied = worker.copied;
    return visited(frame, *std::move(bytes), base.type, object);
  }

  std::shared_ptr<const Live> visited(const Frame& frame, Bytes bytes, ObjectType type,
                                      WalkedObject object) {
    const auto live = std::make_shared<Live>(std::move(bytes), type, live_bytes_);
    if (!wanted_[frame.node]) return live;
    const Node& node = forest_.nodes()[frame.node];
    object.position = node.position;
    object.type = type;
    object.bytes = live->bytes.view();
    object.has_deltas = node.first_child != DeltaForest::kNone;
    live->state = visitor_.visit(object);
    return live;
  }

  static Error too_large() { return Error{"larger than what may be in memory"}; }

  void skip_tree(std::uint32_t top, const std::string& reason) {
    const Node& node = forest_.nodes()[top];
    if (wanted_[top]) visitor_.skip(node.position, node.type, reason);
    skip_deltas(top, "its delta base: " + reason);
  }

  void skip_deltas(std::uint32_t base, const std::string& reason) {
    std::vector<std::uint32_t> waiting{base};
    while (!waiting.empty()) {
      const std::uint32_t at = waiting.back();
      waiting.pop_back();
      for (std::uint32_t child = forest_.nodes()[at].first_child; child != DeltaForest::kNone;
           child = forest_.nodes()[child].next_sibling) {
        const Node& node = forest_.nodes()[child];
        if (wanted_[child]) visitor_.skip(node.position, node.type, reason);
        if (needed_[child]) waiting.push_back(child);
      }
    }
  }

  const ObjectStore& store_;
  const Pack& pack_;
  const DeltaForest& forest_;
  const WalkOptions& options_;
  PackVisitor& visitor_;
  std::vector<bool> wanted_;
  std::vector<bool> needed_;  // wanted, or a base of what is
  std::atomic<std::uint64_t> live_bytes_ = 0;
  tbb::enumerable_thread_specific<Worker> workers_;
  tbb::task_group group_;
};

}  // namespace

void walk_pack(const ObjectStore& store, const Pack& pack, const DeltaForest& forest,
               const std::function<bool(const DeltaForest::Node&)>& wanted,
               const WalkOptions& options, PackVisitor& visitor) {
  Walk walk(store, pack, forest, options, visitor);
  walk.choose(wanted);
  walk.run();
}

}  // namespace nhiscan
