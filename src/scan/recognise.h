#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "detection/rule_set.h"
#include "nhiscan/finding.h"
#include "scan/pieces.h"

namespace nhiscan {

struct RecogniseOptions {
  /// Every piece is taken for a credential of this rule; null: whatever it is.
  std::shared_ptr<const Rule> as_rule;
  std::int64_t now = 0;  ///< seconds since the epoch, UTC
  std::string salt;      ///< of the fingerprints
};

/// A piece of the input with what it turned out to be.
struct Recognised {
  Piece piece;
  std::vector<Finding> credentials;  ///< with line and offsets, but without a path
  /// Of a piece without credentials: ids of rules whose form it has, but which need a name near
  /// the value. Sorted, ten at most.
  std::vector<std::string> possible_rules;
};

/// Reads text that is known to hold credentials, or the bytes of a key, certificate or keystore.
///
/// What a scan finds counts, and the rest gets a second look: by the rules without their filters
/// for samples and placeholders, then by what the bytes themselves say. Without a name nearby, a
/// rule that needs one is believed only where checksum or structure prove it.
std::vector<Recognised> recognise(std::string_view text, const RuleSet& rules,
                                  const RecogniseOptions& options);

}  // namespace nhiscan
