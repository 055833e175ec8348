#include "cli/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <utility>
#include <vector>

namespace nhiscan {
namespace {

volatile std::sig_atomic_t g_interrupted = 0;

extern "C" void on_interrupt(int number) {
  g_interrupted = 1;
  std::signal(number, SIG_DFL);  // a second one ends the program at once
}

constexpr auto kFirstDelay = std::chrono::milliseconds(500);
constexpr auto kDelay = std::chrono::milliseconds(200);

void write_error(const std::string& text) {
  if (write(STDERR_FILENO, text.data(), text.size()) < 0) return;  // nothing can be said about it
}

std::string mebibytes(std::uint64_t bytes) { return std::to_string(bytes >> 20) + " MiB"; }

/// `40 s`, `12 min`, `3 h`.
std::string duration(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
  if (whole < 100) return std::to_string(whole) + " s";
  if (whole < 100UL * 60) return std::to_string((whole + 30) / 60) + " min";
  return std::to_string((whole + 1800) / 3600) + " h";
}

std::size_t columns_of_stderr() {
  constexpr std::size_t kUsual = 80;
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsual;
}

}  // namespace

std::string progress_line(const ScanState& state, std::size_t width) {
  std::vector<std::string> parts;
  const std::string of = state.all_files ? " of " + std::to_string(*state.all_files) : "";
  if (state.files > 0) parts.push_back(std::to_string(state.files) + of + " files");
  parts.push_back(mebibytes(state.bytes));
  if (state.seconds > 0)
    parts.push_back(
        mebibytes(static_cast<std::uint64_t>(static_cast<double>(state.bytes) / state.seconds)) +
        "/s");
  if (state.all_files && state.files > 0 && state.files < *state.all_files)
    parts.push_back(duration(state.seconds * static_cast<double>(*state.all_files - state.files) /
                             static_cast<double>(state.files)) +
                    " left");
  std::string line;
  for (const std::string& part : parts) {
    const std::string longer = line.empty() ? part : line + ", " + part;
    if (longer.size() >= width) break;
    line = longer;
  }
  return line;
}

bool interrupted() { return g_interrupted != 0; }

TerminalProgress::TerminalProgress(Visible visible, std::unique_ptr<Source> listing)
    : listing_(std::move(listing)) {
  std::signal(SIGINT, on_interrupt);
  if (visible == Visible::yes) drawer_ = std::thread([this] { draw_until_finished(); });
}

TerminalProgress::~TerminalProgress() { finish(); }

void TerminalProgress::advance(std::uint64_t files, std::uint64_t bytes) noexcept {
  files_.fetch_add(files, std::memory_order_relaxed);
  bytes_.fetch_add(bytes, std::memory_order_relaxed);
}

bool TerminalProgress::stop() noexcept { return interrupted(); }

void TerminalProgress::finish() {
  {
    const std::scoped_lock lock(mutex_);
    finished_ = true;
  }
  changed_.notify_all();
  if (drawer_.joinable()) drawer_.join();
  if (counter_.joinable()) counter_.join();
}

void TerminalProgress::count() {
  std::uint64_t files = 0;
  while (!finished_) {
    const std::size_t more = listing_->next().size();
    if (more == 0) {
      all_files_ = files;
      return;
    }
    files += more;
  }
}

void TerminalProgress::draw_until_finished() {
  const auto start = std::chrono::steady_clock::now();
  std::unique_lock lock(mutex_);
  const auto is_finished = [this] { return finished_.load(); };
  for (auto delay = kFirstDelay; !changed_.wait_for(lock, delay, is_finished); delay = kDelay) {
    if (listing_ && !counter_.joinable()) counter_ = std::thread([this] { count(); });
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    ScanState state{files_, bytes_, std::nullopt, spent.count()};
    if (const std::uint64_t all = all_files_; all > 0) state.all_files = all;
    write_error("\r\x1b[K" + progress_line(state, columns_of_stderr()));
    drawn_ = true;
  }
  if (drawn_) write_error("\r\x1b[K");
}

}  // namespace nhiscan
