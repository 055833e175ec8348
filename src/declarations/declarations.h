#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "declarations/declared.h"

namespace nhiscan {

/// One kind of file that declares non-human identities. Adding one is a row in declarations.cc.
struct DeclarationFormat {
  std::string_view name;  ///< `Declaration::format` of what it reads
  /// Whether `read` should see the file. Called for every text of a scan, so it looks at the name
  /// first and parses nothing.
  bool (*claims)(std::string_view path, std::string_view text);
  Declared (*read)(std::string_view path, std::string_view text);
  /// Whether a file that `read` had to leave out parts of is surely of this format.
  bool (*is_certain)(std::string_view path, std::string_view text);
};

std::span<const DeclarationFormat> declaration_formats();

/// The non-human identities that a file declares, ordered by place; none where the file is of no
/// known format. `path` uses `/`; `text` is UTF-8. Values of secrets are never copied. All fields
/// of `location` but `root`, `blob_id`, `chain` and `cell` are filled. What isn't YAML counts as
/// unread only in a file that is certainly of the format.
Declared read_declarations(std::string_view path, std::string_view text);

/// What is unread of a file that is too large to be in memory and begins with `head`.
std::vector<Unread> unread_declarations(std::string_view path, std::string_view head);

}  // namespace nhiscan
