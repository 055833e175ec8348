#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "decoders/text_builder.h"
#include "nhiscan/finding.h"

namespace nhiscan {

/// Shorter runs of digits don't begin the body of a private key, whose first line is full.
inline constexpr std::size_t kFirstLineOfPem = 60;

/// What the header of a key begins with.
inline constexpr std::string_view kPemBegin = "-----BEGIN ";

/// How many bytes before that line the header of the key begins at most.
inline constexpr std::size_t kFarthestPemHeader = 256;

/// The private key in PEM (RFC 7468) of which `run` is the first line of digits, where other text
/// than line ends and indents stands between its lines: times of a log, `<br/>`, calls that write
/// each. `out` becomes the key as it is meant. Where its digits end; nothing where there is none.
std::optional<std::size_t> read_scattered_pem(std::string_view text, Span run, TextBuilder& out);

}  // namespace nhiscan
