#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/finding.h"

namespace nhiscan {

/// named: `secrets.X`; all: the whole context, as in `toJSON(secrets)`; computed: `secrets[…]` with
/// a name that only the run knows; token: the job's own, `secrets.GITHUB_TOKEN` or `github.token`.
enum class SecretUse : std::uint8_t { named, all, computed, token };

struct SecretReference {
  SecretUse use = SecretUse::named;
  std::string name;  ///< of a named one, as written
  Span span;         ///< in the text that was searched
};

/// The secrets that the `${{ … }}` of the bytes `where` of `text` read (GitHub, "Expressions").
std::vector<SecretReference> find_secret_references(std::string_view text, Span where);

}  // namespace nhiscan
