#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "scan/range_blobs.h"

namespace nhiscan {

/// What refs hold of a secret that a range of commits adds.
struct SecretAtTips {
  bool at_head = false;
  bool at_end = false;            ///< at HEAD or at one of the range's tips
  std::vector<std::string> refs;  ///< up to kMostRefs whose tip holds it
};

/// Looks at HEAD, at the range's tips, and at refs that aren't older than `since`, a commit's time.
/// Reads what the first two hold; of other refs counts what was read. One for each secret.
std::vector<SecretAtTips> look_at_tips(const HistoryContext& context, StoreReader& objects,
                                       std::span<const AddedSecret> secrets, std::int64_t since,
                                       RangeBlobs& blobs);

}  // namespace nhiscan
