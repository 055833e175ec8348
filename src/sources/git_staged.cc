#include "sources/git_staged.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "git/commit.h"
#include "git/index_file.h"
#include "git/line_diff.h"
#include "git/mapped_file.h"
#include "git/object_store.h"
#include "git/staged.h"
#include "sources/ignore_rules.h"

namespace nhiscan {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kStagedPerBatch = 32;
constexpr std::size_t kLargestStagedIgnoreFile = std::size_t{1024} * 1024;
constexpr std::uint64_t kLargestTree = std::uint64_t{256} * 1024 * 1024;

/// A blob store that several threads read.
struct BlobReader {
  ObjectStore store;
  std::uint64_t max_blob_size = 0;

  Result<Bytes> read(const ObjectId& id, ObjectType type, std::uint64_t limit) const {
    Inflater inflater;
    auto object = store.read(id, inflater, limit);
    if (!object) return Error{object.error().within(to_hex(id, store.hash_kind()))};
    if (object->type != type)
      return Error{to_hex(id, store.hash_kind()) + ": not a " + std::string(to_string(type))};
    return std::move(object->bytes);
  }
};

/// What of a blob differs from HEAD's; all of it where that can't be read.
std::vector<Span> touched_spans(const BlobReader& reader, const std::optional<ObjectId>& old_id,
                                std::string_view now) {
  if (!old_id) return {{0, now.size()}};
  const auto before = reader.read(*old_id, ObjectType::blob, reader.max_blob_size);
  if (!before) return {{0, now.size()}};
  return touched_lines(before->view(), now);
}

/// What leaves out paths of a working tree.
class Exclusions {
 public:
  explicit Exclusions(const GitStagedOptions& options) : options_(options) {
    for (const std::string& pattern : options.exclude)
      exclude_.add(pattern);
  }

  /// Why a file is left out, or null.
  const char* reason(const std::string& path) {
    for (std::size_t slash = path.find('/'); slash != std::string::npos;
         slash = path.find('/', slash + 1))
      if (const char* why = reason(std::string_view(path).substr(0, slash), EntryType::directory))
        return why;
    return reason(path, EntryType::file);
  }

 private:
  const char* reason(std::string_view path, EntryType type) {
    if (exclude_.decide(path, type) == IgnoreRules::Decision::ignored)
      return "excluded by --exclude";
    if (options_.ignore_files == FilesystemOptions::IgnoreFiles::no) return nullptr;
    for (std::size_t end = path.rfind('/');; end = path.substr(0, end).rfind('/')) {
      const bool is_top = end == std::string_view::npos;
      const auto decision = rules_of(is_top ? "" : path.substr(0, end + 1))
                                .decide(is_top ? path : path.substr(end + 1), type);
      if (decision == IgnoreRules::Decision::ignored) return "excluded by .nhiscanignore";
      if (decision == IgnoreRules::Decision::included || is_top) return nullptr;
    }
  }

  /// The rules of a directory, whose name ends with `/` but for the top one.
  const IgnoreRules& rules_of(std::string_view directory) {
    const auto known = rules_.find(directory);
    if (known != rules_.end()) return known->second;
    return rules_.emplace(directory, IgnoreRules::parse(ignore_file_in(directory))).first->second;
  }

  [[nodiscard]] std::string ignore_file_in(std::string_view directory) const {
    std::string path = "/" + std::string(directory);
    if (options_.layout.work_tree.empty() || path.find("/../") != std::string::npos) return {};
    path = options_.layout.work_tree + path + ".nhiscanignore";
    std::error_code failed;
    if (!fs::is_regular_file(fs::symlink_status(path, failed))) return {};
    const auto text = read_small_file(path, kLargestStagedIgnoreFile);
    return text ? *text : std::string();
  }

  const GitStagedOptions& options_;
  IgnoreRules exclude_;
  std::map<std::string, IgnoreRules, std::less<>> rules_;
};

/// Paths of a working tree as reports show them: absolute if the PATH argument is, else relative to
/// the working directory.
class ShownPaths {
 public:
  explicit ShownPaths(const GitStagedOptions& options) : top_(options.layout.work_tree) {
    std::error_code failed;
    here_ = fs::current_path(failed);
    if (top_.empty()) return;
    if (failed || fs::path(options.path).is_absolute())
      prefix_ = top_ == "/" ? "/" : top_.string() + "/";
    else
      from_elsewhere_ = top_ != here_;
  }

  [[nodiscard]] std::string of(const std::string& path) const {
    return from_elsewhere_ ? (top_ / path).lexically_relative(here_).string() : prefix_ + path;
  }

 private:
  fs::path top_;
  fs::path here_;
  std::string prefix_;
  bool from_elsewhere_ = false;
};

class GitStagedSource final : public Source {
 public:
  GitStagedSource(std::string root, std::shared_ptr<const BlobReader> reader,
                  std::vector<StagedBlob> blobs, ShownPaths shown, std::vector<Skipped> skipped)
      : root_(std::move(root)),
        reader_(std::move(reader)),
        blobs_(std::move(blobs)),
        shown_(std::move(shown)),
        skipped_(std::move(skipped)) {}

  std::vector<BlobRef> next() override {
    std::vector<BlobRef> batch;
    for (; listed_ < blobs_.size() && batch.size() < kStagedPerBatch; ++listed_)
      batch.push_back(blob_of(blobs_[listed_]));
    return batch;
  }

  std::vector<Skipped> take_skipped() override { return std::exchange(skipped_, {}); }

 private:
  [[nodiscard]] BlobRef blob_of(const StagedBlob& staged) const {
    BlobRef blob;
    blob.root = root_;
    blob.path = shown_.of(staged.path);
    blob.read = [reader = reader_, id = staged.id] {
      return reader->read(id, ObjectType::blob, reader->max_blob_size);
    };
    blob.touched = [reader = reader_, old_id = staged.old_id](std::string_view bytes) {
      return touched_spans(*reader, old_id, bytes);
    };
    blob.blob_id = to_hex(staged.id, reader_->store.hash_kind());
    blob.tracked = true;
    blob.at_head = false;
    return blob;
  }

  std::string root_;
  std::shared_ptr<const BlobReader> reader_;
  std::vector<StagedBlob> blobs_;
  std::size_t listed_ = 0;
  ShownPaths shown_;
  std::vector<Skipped> skipped_;
};

Result<std::optional<ObjectId>> head_tree(const RepositoryLayout& layout,
                                          const BlobReader& reader) {
  const auto head = read_head(layout);
  if (!head) return head.error();
  if (!*head) return std::optional<ObjectId>();
  const auto commit = reader.read(**head, ObjectType::commit, kLargestTree);
  if (!commit) return commit.error().within("the commit at HEAD");
  const auto parsed = parse_commit(commit->view(), layout.hash_kind);
  if (!parsed) return parsed.error().within("the commit at HEAD");
  return std::optional(parsed->tree);
}

Result<IndexFile> open_index(const GitStagedOptions& options) {
  const RepositoryLayout& layout = options.layout;
  const std::string own = layout.git_directory + "/index";
  std::error_code failed;
  if (layout.work_tree.empty() && options.index_file.empty() && !fs::exists(own, failed))
    return Error{layout.git_directory + ": a bare repository has no index, so nothing is staged"};
  return IndexFile::open(options.index_file.empty() ? own : options.index_file,
                         layout.git_directory, layout.hash_kind);
}

}  // namespace

Result<GitStaged> open_git_staged(const GitStagedOptions& options) {
  const auto index = open_index(options);
  if (!index) return index.error();
  auto store = ObjectStore::open(options.layout.common_directory + "/objects",
                                 options.layout.hash_kind, ObjectStore::Loose::look_up);
  if (!store) return store.error();
  const auto reader =
      std::make_shared<const BlobReader>(BlobReader{*std::move(store), options.max_blob_size});
  const auto tree = head_tree(options.layout, *reader);
  if (!tree) return tree.error();
  StagedChanges changes = compare_with_index(*tree, *index, [&](const ObjectId& id) {
    return reader->read(id, ObjectType::tree, kLargestTree);
  });

  const ShownPaths shown(options);
  std::vector<Skipped> skipped;
  for (GitProblem& problem : changes.problems)
    skipped.push_back({shown.of(problem.path), std::move(problem.reason), 0, true});
  Exclusions exclusions(options);
  std::erase_if(changes.blobs, [&](const StagedBlob& blob) {
    const char* why = exclusions.reason(blob.path);
    if (why != nullptr) skipped.push_back({shown.of(blob.path), why, 0, false});
    return why != nullptr;
  });
  const std::size_t count = changes.blobs.size();
  return GitStaged{std::make_unique<GitStagedSource>(options.path, reader, std::move(changes.blobs),
                                                     shown, std::move(skipped)),
                   count};
}

}  // namespace nhiscan
