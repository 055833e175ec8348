#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "nhiscan/report.h"
#include "reports/redactor.h"

namespace nhiscan {

using Json = nlohmann::ordered_json;

/// One line of JSON that is safe to print: what isn't UTF-8 is U+FFFD, what a terminal or the log
/// of a CI service could act on is `\u…`.
std::string json_line(const Json& value);

/// `"text"`, or null where it is empty and so unknown.
Json text_or_null(const std::string& text);

/// The parts of the report (schema `nhiscan-report/1`), made one by one, since the whole may not
/// fit in memory. Keys never vanish: what is unknown is null or `"unknown"`.
class ReportJson {
 public:
  /// Keeps a reference to the report.
  explicit ReportJson(const Report& report) : report_(report), redactor_(report) {}

  [[nodiscard]] Json tool() const;
  [[nodiscard]] Json scan() const;
  [[nodiscard]] Json finding(const Finding& finding) const;
  [[nodiscard]] Json identity(const Identity& identity) const;
  /// Without `own`, the secrets that stand there, from six bytes on.
  [[nodiscard]] Json occurrence(const Occurrence& occurrence, const Secrets& own) const;
  /// Without its last key, `skipped`, which is a list of `skipped()`.
  [[nodiscard]] Json coverage_counts() const;
  [[nodiscard]] Json skipped(const Skipped& skipped) const;
  [[nodiscard]] Json suppressed() const;
  [[nodiscard]] const Redactor& redactor() const { return redactor_; }

 private:
  [[nodiscard]] Json location(const Location& location) const;
  [[nodiscard]] Json commit(const std::optional<Commit>& commit, const Secrets& own) const;
  [[nodiscard]] Json history(const std::optional<SecretHistory>& history) const;
  [[nodiscard]] Json decoded(const Facts& facts, const Secrets& own) const;
  [[nodiscard]] Json owner(const Owner& owner) const;
  [[nodiscard]] Json texts(const std::vector<std::string>& texts, const Secrets& own = {}) const;

  const Report& report_;
  Redactor redactor_;
};

}  // namespace nhiscan
