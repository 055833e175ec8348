#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "decoders/unpacker.h"
#include "nhiscan/finding.h"
#include "nhiscan/rule.h"

namespace nhiscan {

/// What a log holds of secrets: each once, however often it is written.
class LogSecrets {
 public:
  using Place = std::size_t;  ///< of a finding, in whatever the caller keeps findings in

  explicit LogSecrets(const Layer& text) { begin_window(text); }

  /// Another window of the same text; what was found in the one before isn't found again.
  void begin_window(const Layer& text);

  /// Whether the text is a log, or a transcript.
  std::optional<Context> context();

  /// Where the finding of a secret is that the log held before; nothing if it is new.
  [[nodiscard]] std::optional<Place> find(const Rule& rule, std::string_view secret) const;
  void add(const Rule& rule, std::string_view secret, Place place);

  /// Whether the finding has had this occurrence, which begins at `offset` of the window: it is
  /// found in the log's text, and in what is decoded from it.
  bool is_new(Place place, std::size_t offset);

  /// Whether that is the window begun last.
  [[nodiscard]] bool reads(std::string_view window) const { return window.data() == text_.data(); }

 private:
  std::string_view path_;
  std::string_view text_;
  std::optional<std::optional<Context>> context_;  // nothing: not asked for
  std::unordered_map<std::string, Place> places_;
  std::set<std::pair<Place, std::size_t>> occurrences_;  // of this window
};

/// The logs that texts within texts are, one for each depth.
class LogStack {
 public:
  /// A window of a text with lines of its own, before what is decoded from it.
  void begin_window(const Layer& text);
  /// Null where no window of that text was begun: it is only taken apart.
  LogSecrets* of(const Layer& text) {
    const bool is_begun = text.depth < logs_.size() && logs_[text.depth] &&
                          logs_[text.depth]->reads(text.text);
    return is_begun ? &*logs_[text.depth] : nullptr;
  }

 private:
  std::vector<std::optional<LogSecrets>> logs_;
};

}  // namespace nhiscan
