#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "scan/scan.h"
#include "sources/source.h"

namespace nhiscan {

/// How far a scan is.
struct ScanState {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::optional<std::uint64_t> all_files;  ///< once they are counted
  double seconds = 0;                      ///< since it began
};

/// `120 of 900 files, 35 MiB, 17 MiB/s, 13 s left`: as much of it as has room in `width` columns.
std::string progress_line(const ScanState& state, std::size_t width);

/// A line on standard error once a scan lasts longer than half a second; SIGINT ends the scan
/// early.
class TerminalProgress final : public ScanProgress {
 public:
  enum class Visible : std::uint8_t { yes, no };

  /// `listing` lists what is scanned, to be counted; may be null.
  TerminalProgress(Visible visible, std::unique_ptr<Source> listing);
  TerminalProgress(const TerminalProgress&) = delete;
  TerminalProgress& operator=(const TerminalProgress&) = delete;
  ~TerminalProgress() override;

  void advance(std::uint64_t files, std::uint64_t bytes) noexcept override;
  bool stop() noexcept override;

  /// Takes the line away.
  void finish();

 private:
  void draw_until_finished();
  void count();

  std::atomic<std::uint64_t> files_{0};
  std::atomic<std::uint64_t> bytes_{0};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> finished_{false};
  bool drawn_ = false;
  std::unique_ptr<Source> listing_;
  std::atomic<std::uint64_t> all_files_{0};  // 0 until all are counted
  std::thread drawer_;
  std::thread counter_;
};

/// Whether SIGINT has come since the program started.
bool interrupted();

}  // namespace nhiscan
