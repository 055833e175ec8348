#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nhiscan {

/// One block between `-----BEGIN label-----` and its end.
struct PemBlock {
  std::string label;       ///< "RSA PRIVATE KEY"
  std::string bytes;       ///< what its base64 holds; empty where that can't be read
  std::string body;        ///< its lines, with nothing but their text
  std::string cipher;      ///< of `DEK-Info`; empty where the block isn't sealed that way
  bool encrypted = false;  ///< `Proc-Type: 4,ENCRYPTED`
};

/// The first block of `text`, however a program's source quotes it: with `\n` escapes, as joined
/// string literals, indented, commented, with CRLF, or on one line with blanks. A missing end is
/// taken to be the end of the text. At most 1 MiB.
std::optional<PemBlock> read_pem(std::string_view text);

/// `text` as lines without the quotes, indents and escapes that program sources and diffs put round
/// them.
std::string plain_lines(std::string_view text);

}  // namespace nhiscan
