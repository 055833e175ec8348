#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "nhiscan/finding.h"
#include "nhiscan/identity.h"

namespace nhiscan {

/// Whether the authors of lines are looked up in the history.
enum class Blame : std::uint8_t { yes, no };

struct OwnershipOptions {
  std::vector<std::string> roots;  ///< the PATH arguments
  std::int64_t now = 0;            ///< seconds since the epoch; 0: the date of the newest commit
  Blame blame = Blame::yes;
};

/// Gives each finding and each identity its owner, with evidence: comments beside the finding,
/// CODEOWNERS, OWNERS, service catalogs, the credential's own words, the history, and package
/// manifests, ranked by how much each proves. An identity gets the best owner of its occurrences or
/// of the resources that declare it. Paths are read as `Location::path` says.
void assign_owners(std::vector<Finding>& findings, Inventory& inventory,
                   const OwnershipOptions& options);

}  // namespace nhiscan
