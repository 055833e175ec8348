#include "cli/progress.h"

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>

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

}  // namespace

bool interrupted() { return g_interrupted != 0; }

TerminalProgress::TerminalProgress(Visible visible) {
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
}

void TerminalProgress::draw_until_finished() {
  const auto start = std::chrono::steady_clock::now();
  std::unique_lock lock(mutex_);
  const auto is_finished = [this] { return finished_; };
  for (auto delay = kFirstDelay; !changed_.wait_for(lock, delay, is_finished); delay = kDelay) {
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    const std::uint64_t bytes = bytes_.load(std::memory_order_relaxed);
    const auto rate = static_cast<std::uint64_t>(static_cast<double>(bytes) / spent.count());
    write_error("\r\x1b[K" + std::to_string(files_.load(std::memory_order_relaxed)) + " files, " +
                mebibytes(bytes) + ", " + mebibytes(rate) + "/s");
    drawn_ = true;
  }
  if (drawn_) write_error("\r\x1b[K");
}

}  // namespace nhiscan
