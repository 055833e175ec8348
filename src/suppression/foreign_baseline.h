#pragma once

#include <span>
#include <string>
#include <string_view>

#include "nhiscan/result.h"
#include "suppression/baseline_file.h"
#include "suppression/known_finding.h"

// What other scanners keep of findings that are known, as their documentation has it. Each reader
// takes the text and the name that stands in errors, which give the line where the format has
// lines, else the entry.
namespace nhiscan {

/// One kind of file.
struct BaselineFormat {
  std::string_view name;       ///< "gitleaks report"
  std::string_view file_name;  ///< that its tool looks for at the top of a tree; empty: none
  Result<KnownFindings> (*read)(std::string_view text, const std::string& file);
};

/// All of them, ours first.
std::span<const BaselineFormat> baseline_formats();

/// The format of a file, by its name and else by what stands in it; ours where nothing else is
/// recognised.
const BaselineFormat& format_of_baseline(std::string_view file, std::string_view text);

/// What our own file knows.
KnownFindings to_known(BaselineFile baseline);

/// `.nhiscan-baseline`.
Result<KnownFindings> read_own_baseline(std::string_view text, const std::string& file);

/// `.gitleaksignore` and `.betterleaksignore`: `[COMMIT:]PATH:RULE:LINE` on each line.
Result<KnownFindings> read_fingerprint_lines(std::string_view text, const std::string& file);

/// A JSON report of gitleaks or betterleaks, as `--baseline-path` takes it.
Result<KnownFindings> read_gitleaks_report(std::string_view text, const std::string& file);

/// `.secrets.baseline` of detect-secrets: hashes of values, and what it excludes.
Result<KnownFindings> read_detect_secrets(std::string_view text, const std::string& file);

/// A JSON report of nhiscan.
Result<KnownFindings> read_own_report(std::string_view text, const std::string& file);

/// A baseline of kingfisher, in either of its layouts.
Result<KnownFindings> read_kingfisher(std::string_view text, const std::string& name);

/// `.gitguardian.yaml`: `ignored_matches` and `ignored_paths` of its section `secret`.
Result<KnownFindings> read_gitguardian(std::string_view text, const std::string& name);

/// `.secretsignore`, of which each line is a fingerprint, a hash of a value, or else a pattern of
/// paths as in `.gitignore`.
Result<KnownFindings> read_secretsignore(std::string_view text, const std::string& file);

}  // namespace nhiscan
