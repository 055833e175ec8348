#include "cli/hook_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <system_error>

#include "base/system_error.h"
#include "git/mapped_file.h"
#include "nhiscan/finding.h"

namespace nhiscan {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargest = 1024UL * 1024;
constexpr std::string_view kBegin = "# >>> nhiscan ";
constexpr std::string_view kEnd = "# <<< nhiscan ";
constexpr std::string_view kMadeFile = "made this file ";
constexpr unsigned kScriptMode = 0777;  // without what the umask takes
constexpr unsigned kTextMode = 0666;

Error failed_on(const std::string& path, int number) {
  return {path + ": " + describe_error(number) + "; nothing was changed"};
}

bool is_there(const std::string& path) {
  struct stat status {};
  return lstat(path.c_str(), &status) == 0;
}

Status write_all(int descriptor, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed_on(path, errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return Done{};
}

/// A file beside another one that gets its name once it is whole.
class Aside {
 public:
  explicit Aside(std::string path)
      : path_(std::move(path)), aside_(path_ + "." + std::to_string(getpid()) + ".part") {}
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;
  ~Aside() {
    if (is_written_) unlink(aside_.c_str());
  }

  Status write(std::string_view text, unsigned mode) {
    const int descriptor = open(aside_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor < 0) return failed_on(path_, errno);
    is_written_ = true;
    Status written = write_all(descriptor, text, path_);
    const int closed = close(descriptor);
    if (!written) return written;
    if (closed != 0) return failed_on(path_, errno);
    return Done{};
  }

  Status rename() {
    if (std::rename(aside_.c_str(), path_.c_str()) != 0) return failed_on(path_, errno);
    is_written_ = false;
    return Done{};
  }

 private:
  std::string path_;
  std::string aside_;
  bool is_written_ = false;
};

/// Where the file's name leads to, so that a link stays one.
std::string behind_links(const std::string& path) {
  std::error_code failed;
  const fs::path real = fs::canonical(path, failed);
  return failed ? path : real.string();
}

/// Whether a script of ours in the directory says that it was made for it.
bool is_made_for_hooks(const std::string& directory) {
  return std::ranges::any_of(passed_hooks(), [&](std::string_view hook) {
    return has_made_directory(text_of(directory + "/" + std::string(hook)));
  });
}

std::string begin_of(std::string_view name) {
  return std::string(kBegin) + std::string(name) + " ";
}

std::optional<Span> find_block(std::string_view text, std::string_view name) {
  const std::string first = begin_of(name);
  std::size_t begin = text.starts_with(first) ? 0 : text.find("\n" + first);
  if (begin == std::string_view::npos) return std::nullopt;
  if (begin > 0) ++begin;
  const std::string last = std::string(kEnd) + std::string(name) + "\n";
  const std::size_t end = text.find(last, begin);
  if (end == std::string_view::npos) return std::nullopt;
  return Span{begin, end + last.size()};
}

bool made_file(std::string_view text, const Span& block) {
  const std::string_view line =
      text.substr(block.begin, text.find('\n', block.begin) - block.begin);
  return line.find(kMadeFile) != std::string_view::npos;
}

/// Where another block is left in a file that was made for this one, it takes that over.
void pass_on_file(std::string& text) {
  if (!text.starts_with(kBegin)) return;
  const std::size_t place = text.find('(');
  if (place != std::string::npos) text.insert(place, kMadeFile);
}

std::size_t place_for_block(std::string_view text) {
  if (!text.starts_with("#!") && !text.starts_with("---")) return 0;
  const std::size_t end = text.find('\n');
  return end == std::string_view::npos ? 0 : end + 1;
}

unsigned mode_of(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : kTextMode;
}

}  // namespace

std::string text_of(const std::string& path) {
  auto text = read_small_file(path, kLargest);
  return text ? *std::move(text) : std::string();
}

Status replace_file(const std::string& path, std::string_view text, unsigned mode) {
  Aside aside(behind_links(path));
  if (Status written = aside.write(text, mode); !written) return written;
  return aside.rename();
}

Result<Steps> put_hook(const std::string& directory, std::string_view hook,
                       const std::string& program) {
  const std::string path = directory + "/" + std::string(hook);
  const std::string before = path + std::string(kBeforeSuffix);
  const bool is_renewed = is_scan_script(text_of(path));
  const bool has_before = !is_renewed && is_there(path);
  if (has_before && is_there(before))
    return Error{path + ": is not nhiscan's, and " + before +
                 " holds a hook from before already; move one of them away"};
  std::error_code failed;
  const bool makes_directory = fs::create_directories(directory, failed);
  if (failed) return failed_on(directory, failed.value());
  Aside script(path);
  if (const Status written =
          script.write(scan_script(hook, program, RunsNext::hook_before,
                                   makes_directory || is_made_for_hooks(directory)),
                       kScriptMode);
      !written) {
    if (makes_directory) rmdir(directory.c_str());
    return written.error();
  }
  if (has_before && std::rename(path.c_str(), before.c_str()) != 0) return failed_on(path, errno);
  if (const Status renamed = script.rename(); !renamed) {
    if (has_before) std::rename(before.c_str(), path.c_str());
    return renamed.error();
  }
  Steps steps{(is_renewed ? "renewed " : "installed ") + path};
  if (is_there(before)) steps.push_back("the hook that was there runs after it: " + before);
  return steps;
}

Result<Steps> take_hook(const std::string& directory, std::string_view hook) {
  const std::string path = directory + "/" + std::string(hook);
  const std::string before = path + std::string(kBeforeSuffix);
  const std::string text = text_of(path);
  if (!is_scan_script(text)) return Steps{};
  if (is_there(before)) {
    if (std::rename(before.c_str(), path.c_str()) != 0) return failed_on(path, errno);
    return Steps{"restored " + path};
  }
  if (unlink(path.c_str()) != 0) return failed_on(path, errno);
  if (has_made_directory(text)) rmdir(directory.c_str());  // stays while something is in it
  return Steps{"removed " + path};
}

Status put_block(const std::string& path, const Block& block) {
  const bool exists = is_there(path);
  std::string text = text_of(path);
  std::error_code failed;
  if (exists && text.empty() && (fs::file_size(path, failed) > 0 || failed))
    return Error{path + ": can't be read, or is too large"};
  const auto old = find_block(text, block.name);
  const bool made = !exists || (old && made_file(text, *old));
  const std::string lines = begin_of(block.name) + (made ? std::string(kMadeFile) : "") + "(" +
                            block.undo + " takes these lines away)\n" + block.lines +
                            std::string(kEnd) + block.name + "\n";
  if (old)
    text.replace(old->begin, old->size(), lines);
  else
    text.insert(place_for_block(text), lines);
  return replace_file(path, text, mode_of(path));
}

Result<bool> take_block(const std::string& path, std::string_view name) {
  std::string text = text_of(path);
  const auto block = find_block(text, name);
  if (!block) return false;
  const bool made = made_file(text, *block);
  text.erase(block->begin, block->size());
  if (made && text.empty()) {
    if (unlink(path.c_str()) != 0) return failed_on(path, errno);
    return true;
  }
  if (made) pass_on_file(text);
  if (const Status replaced = replace_file(path, text, mode_of(path)); !replaced)
    return replaced.error();
  return true;
}

}  // namespace nhiscan
