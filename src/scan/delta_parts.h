#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "decoders/unpacker.h"
#include "git/delta.h"
#include "nhiscan/finding.h"
#include "scan/hit.h"

namespace nhiscan {

/// A part that a decoder of windows found in a text, with all that is in it.
struct TextPart {
  std::size_t at = 0;  ///< in the text
  Expansion expansion;
  std::vector<Hit> hits;
};

/// What decoders found in a text, for its deltas.
struct TextParts {
  std::vector<TextPart> parts;  ///< ascending
  bool is_all = false;          ///< nothing was left out
  bool may_be_config = false;   ///< `may_have_config_values` of it
};

/// The lines in which a delta may have changed what decoders of windows find, ascending and apart:
/// what they find elsewhere is what they found there in the base, moved.
std::vector<Span> changed_lines(std::string_view text, std::size_t base_size,
                                std::span<const CopiedRange> copied);

/// Adds the base's parts that stand outside of `changed`.
void inherit_parts(std::span<const TextPart> base, std::span<const CopiedRange> copied,
                   std::span<const Span> changed, std::vector<TextPart>& out);

}  // namespace nhiscan
