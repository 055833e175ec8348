#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "nhiscan/identity.h"
#include "nhiscan/result.h"

namespace nhiscan {

/// Why a part of a file was left out.
struct Unread {
  enum class Cause : std::uint8_t { malformed, limit } cause = Cause::malformed;
  std::string why;       ///< "YAML with more than 100 levels"
  bool certain = false;  ///< the file is surely of the format that was looked for

  bool operator==(const Unread&) const = default;
};

/// What a file declares, and what of it could not be read; no reason twice.
struct Declared {
  std::vector<Declaration> declarations;
  std::vector<Unread> unread;
};

/// Adds a reason, unless it is there already.
void add_unread(std::vector<Unread>& unread, Unread::Cause cause, std::string why);

/// The same for what `parse_yaml` failed with.
void add_unread(std::vector<Unread>& unread, const Error& yaml_failure);

}  // namespace nhiscan
