#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "nhiscan/finding.h"

namespace nhiscan {

/// Where an owner was read, the most trustworthy first.
enum class OwnerSource : std::uint8_t {
  label,       ///< on the declaring resource
  annotation,  ///< a comment beside the finding
  codeowners,
  owners_file,  ///< OWNERS of Prow, Chromium, Gerrit
  catalog,
  credential,  ///< what the secret says of itself
  introducer,  ///< author of the commit that brought the secret
  trailer,     ///< human named by such a commit of a bot
  blame,       ///< author of the line
  manifest,
  remote,  ///< account in the URL of the repository's remote
};

enum class PersonStatus : std::uint8_t { unknown, active, inactive, departed };

/// Somebody who may own a finding.
struct OwnerCandidate {
  std::string name;              ///< as it is shown
  std::string kind = "unknown";  ///< as in Owner
  OwnerSource source = OwnerSource::manifest;
  double confidence = 0;  ///< before any adjustment
  std::string place;      ///< "CODEOWNERS:12"
  std::string what;       ///< what stands there, safe to print: `"/infra/ @acme/platform"`
  std::optional<std::int64_t> date;  ///< of the evidence, seconds since the epoch
  PersonStatus status = PersonStatus::unknown;
};

/// Chooses the best owner. Candidates that name the same owner count together: 0.10 more where
/// independent sources agree, 0.20 less for who is inactive, nothing for who left, 0.10 less where
/// all evidence is older than two years before `now`. On a tie a team wins, then the order of the
/// candidates. A service is chosen only where nobody else has at least 0.30, and never makes a
/// finding `owned`: it can't answer for itself. `notes` are added to the evidence.
Owner choose_owner(const std::vector<OwnerCandidate>& candidates, std::int64_t now,
                   const std::vector<Evidence>& notes);

/// `what -> name (0.85)`.
std::string evidence_detail(const OwnerCandidate& candidate);

}  // namespace nhiscan
