// A depth-first walk that keeps each directory open while entries of it are pending: `openat` then
// costs one path component, and a directory that is renamed during the scan is still read. The type
// that `readdir` gives saves a `stat` per file.
#include "sources/filesystem.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "base/system_error.h"
#include "sources/ignore_rules.h"
#include "sources/tracked.h"
#include "wrap/handle.h"

namespace nhiscan {

DirectoryHandle::~DirectoryHandle() { close(descriptor_); }

namespace {

constexpr std::size_t kBlobsPerBatch = 32;
constexpr const char* kIgnoreFile = ".nhiscanignore";
constexpr std::size_t kLargestIgnoreFile = 1024UL * 1024;

using DirectoryStream = Handle<DIR, closedir>;

/// The ignore files from a directory up to its root.
struct IgnoreScope {
  std::shared_ptr<const IgnoreScope> parent;
  std::string base;  // of the directory, relative to the root, with a `/` at the end unless empty
  IgnoreRules rules;
};

struct PendingDirectory {
  std::shared_ptr<const DirectoryHandle> parent;  // none: `name` is a path
  std::string name;
  std::string root;
  std::string shown;     // path prefix of its entries, as a report shows it
  std::string relative;  // the same relative to the root
  std::shared_ptr<const IgnoreScope> scope;
};

struct OpenDirectory {
  PendingDirectory place;
  std::shared_ptr<const DirectoryHandle> handle;
  DirectoryStream stream;
};

bool is_inside(const std::string& path, const std::string& root) {
  return path.starts_with(root) &&
         (path.size() == root.size() || root.ends_with('/') || path[root.size()] == '/');
}

std::string read_file_in(int directory, const char* name) {
  const int descriptor = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0) return {};
  const DirectoryHandle closer(descriptor);
  std::string text(kLargestIgnoreFile, '\0');
  const ssize_t size = read(descriptor, text.data(), text.size());
  text.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  return text;
}

std::string name_of_type(unsigned char type) {
  switch (type) {
    case DT_FIFO:
      return "named pipe";
    case DT_SOCK:
      return "socket";
    case DT_CHR:
    case DT_BLK:
      return "device";
    default:
      return "not a regular file";
  }
}

unsigned char type_of_mode(mode_t mode) {
  if (S_ISREG(mode)) return DT_REG;
  if (S_ISDIR(mode)) return DT_DIR;
  if (S_ISLNK(mode)) return DT_LNK;
  if (S_ISFIFO(mode)) return DT_FIFO;
  if (S_ISSOCK(mode)) return DT_SOCK;
  return DT_CHR;
}

class FilesystemSource final : public Source {
 public:
  explicit FilesystemSource(FilesystemOptions options) : options_(std::move(options)) {
    for (const std::string& pattern : options_.exclude)
      exclude_.add(pattern);
    std::for_each(options_.paths.rbegin(), options_.paths.rend(),
                  [this](const std::string& path) { add_root(path); });
  }

  std::vector<BlobRef> next() override {
    std::vector<BlobRef> batch = std::exchange(root_files_, {});
    while (batch.size() < kBlobsPerBatch && (current_ || open_next()))
      read_entries(batch);
    return batch;
  }

  std::vector<Skipped> take_skipped() override { return std::exchange(skipped_, {}); }

 private:
  void add_root(const std::string& path) {
    struct stat status {};
    stat(path.c_str(), &status);  // the path exists: open_filesystem looked
    if (S_ISDIR(status.st_mode)) {
      std::string shown = path;
      while (shown.ends_with("/."))
        shown.pop_back();
      if (shown == "." || shown == "./") shown.clear();
      if (!shown.empty() && !shown.ends_with('/')) shown += '/';
      if (shown.starts_with("./")) shown.erase(0, 2);
      pending_.push_back({nullptr, path, path, shown, "", nullptr});
    } else if (S_ISREG(status.st_mode)) {
      BlobRef& blob = root_files_.emplace_back();
      blob.root = path;
      blob.path = path.starts_with("./") ? path.substr(2) : path;
      blob.name = path;
    } else {
      skipped_.push_back({path, name_of_type(type_of_mode(status.st_mode)), 0, true});
    }
  }

  bool open_next() {
    while (!current_ && !pending_.empty()) {
      PendingDirectory place = std::move(pending_.back());
      pending_.pop_back();
      open_directory(std::move(place));
    }
    return current_.has_value();
  }

  void open_directory(PendingDirectory place) {
    const int at = place.parent ? place.parent->descriptor() : AT_FDCWD;
    const int follow = place.parent ? O_NOFOLLOW : 0;
    const int descriptor =
        openat(at, place.name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | follow);
    if (descriptor < 0) {
      skipped_.push_back({place.shown.empty() ? "." : place.shown, describe_error(errno), 0, true});
      return;
    }
    auto handle = std::make_shared<const DirectoryHandle>(descriptor);
    DirectoryStream stream(fdopendir(fcntl(descriptor, F_DUPFD_CLOEXEC, 0)));
    if (!stream) {
      skipped_.push_back({place.shown, describe_error(errno), 0, true});
      return;
    }
    if (options_.ignore_files == FilesystemOptions::IgnoreFiles::yes) {
      if (const std::string text = read_file_in(descriptor, kIgnoreFile); !text.empty())
        place.scope = std::make_shared<const IgnoreScope>(
            IgnoreScope{place.scope, place.relative, IgnoreRules::parse(text)});
    }
    current_.emplace(OpenDirectory{std::move(place), std::move(handle), std::move(stream)});
  }

  void read_entries(std::vector<BlobRef>& batch) {
    while (batch.size() < kBlobsPerBatch) {
      errno = 0;
      const dirent* entry =
          readdir(current_->stream.get());  // NOLINT(concurrency-mt-unsafe): one thread lists
      if (entry == nullptr) {
        if (errno != 0) skipped_.push_back({current_->place.shown, describe_error(errno), 0, true});
        current_.reset();
        return;
      }
      const std::string_view name = static_cast<const char*>(entry->d_name);
      if (name != "." && name != ".." && name != ".git")
        list(std::string(name), entry->d_type, batch);
      else if (name == ".git" && type_of(std::string(name), entry->d_type) != DT_DIR)
        list(".git", entry->d_type, batch);
    }
  }

  unsigned char type_of(const std::string& name, unsigned char type) const {
    if (type != DT_UNKNOWN) return type;
    struct stat status {};
    if (fstatat(current_->handle->descriptor(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
      return DT_REG;
    return type_of_mode(status.st_mode);
  }

  void list(const std::string& name, unsigned char reported_type, std::vector<BlobRef>& batch) {
    const PendingDirectory& place = current_->place;
    const unsigned char type = type_of(name, reported_type);
    std::string shown = place.shown + name;
    if (type == DT_LNK) {
      list_link(shown);
      return;
    }
    const EntryType entry_type = type == DT_DIR ? EntryType::directory : EntryType::file;
    if (const char* reason = exclusion(name, shown, entry_type); reason != nullptr) {
      skip_excluded(name, std::move(shown), entry_type, reason);
    } else if (type == DT_DIR) {
      pending_.push_back({current_->handle, name, place.root, shown + '/',
                          place.relative + name + '/', place.scope});
    } else if (type == DT_REG) {
      BlobRef& blob = batch.emplace_back();
      blob.root = place.root;
      blob.path = std::move(shown);
      blob.directory = current_->handle;
      blob.name = name;
    } else {
      skipped_.push_back({std::move(shown), name_of_type(type), 0, false});
    }
  }

  /// Why an entry is left out, or null.
  const char* exclusion(const std::string& name, const std::string& shown, EntryType type) {
    const PendingDirectory& place = current_->place;
    const std::string relative = place.relative + name;
    if (exclude_.decide(relative, type) == IgnoreRules::Decision::ignored)
      return "excluded by --exclude";
    for (const IgnoreScope* scope = place.scope.get(); scope != nullptr;
         scope = scope->parent.get()) {
      const auto decision =
          scope->rules.decide(std::string_view(relative).substr(scope->base.size()), type);
      if (decision == IgnoreRules::Decision::ignored) return "excluded by .nhiscanignore";
      if (decision == IgnoreRules::Decision::included) break;
    }
    if (options_.git_ignored == FilesystemOptions::GitIgnored::leave_out &&
        is_git_ignored(shown, type))
      return "ignored by git";
    return nullptr;
  }

  bool is_git_ignored(const std::string& shown, EntryType type) {
    if (type == EntryType::directory) return tracked_.is_ignored_directory(shown);
    return tracked_.is_tracked(shown) == std::optional(false);
  }

  void skip_excluded(const std::string& name, std::string shown, EntryType type,
                     const char* reason) {
    struct stat status {};
    const bool sized =
        type == EntryType::file &&
        fstatat(current_->handle->descriptor(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISREG(status.st_mode);
    if (type == EntryType::directory) shown += '/';
    skipped_.push_back(
        {std::move(shown), reason, sized ? static_cast<std::uint64_t>(status.st_size) : 0, false});
  }

  void list_link(const std::string& shown) {
    std::error_code failed;
    const std::filesystem::path target = std::filesystem::canonical(shown, failed);
    if (failed == std::errc::too_many_symbolic_link_levels) {
      skipped_.push_back({shown, "symbolic link that loops", 0, false});
    } else if (failed) {
      skipped_.push_back({shown, "symbolic link to nothing", 0, false});
    } else if (!is_inside(target.string(), canonical_root(current_->place.root))) {
      skipped_.push_back({shown, "symbolic link that leaves the scanned tree", 0, false});
    }
  }

  const std::string& canonical_root(const std::string& root) {
    if (root != canonical_of_) {
      std::error_code failed;
      canonical_of_ = root;
      canonical_ = std::filesystem::canonical(root, failed).string();
    }
    return canonical_;
  }

  FilesystemOptions options_;
  IgnoreRules exclude_;
  TrackedFiles tracked_;
  std::vector<PendingDirectory> pending_;
  std::optional<OpenDirectory> current_;
  std::vector<BlobRef> root_files_;
  std::vector<Skipped> skipped_;
  std::string canonical_of_;
  std::string canonical_;
};

}  // namespace

Result<std::unique_ptr<Source>> open_filesystem(FilesystemOptions options) {
  for (const std::string& path : options.paths) {
    struct stat status {};
    if (stat(path.c_str(), &status) != 0) return Error{path + ": " + describe_error(errno)};
  }
  return std::unique_ptr<Source>(std::make_unique<FilesystemSource>(std::move(options)));
}

}  // namespace nhiscan
