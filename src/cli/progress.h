#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "scan/scan.h"

namespace nhiscan {

/// A line on standard error once a scan lasts longer than half a second; SIGINT ends the scan
/// early.
class TerminalProgress final : public ScanProgress {
 public:
  enum class Visible : std::uint8_t { yes, no };

  explicit TerminalProgress(Visible visible);
  TerminalProgress(const TerminalProgress&) = delete;
  TerminalProgress& operator=(const TerminalProgress&) = delete;
  ~TerminalProgress() override;

  void advance(std::uint64_t files, std::uint64_t bytes) noexcept override;
  bool stop() noexcept override;

  /// Takes the line away.
  void finish();

 private:
  void draw_until_finished();

  std::atomic<std::uint64_t> files_{0};
  std::atomic<std::uint64_t> bytes_{0};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool finished_ = false;
  bool drawn_ = false;
  std::thread drawer_;
};

/// Whether SIGINT has come since the program started.
bool interrupted();

}  // namespace nhiscan
