#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "detection/match.h"
#include "nhiscan/rule.h"

namespace nhiscan {

/// Whether syntax is all that the rule knows, so that somebody else may be named as its provider.
bool names_nobody(const Rule& rule);

/// Whom a credential belongs to by what stands round it.
struct NamedProvider {
  std::string provider;
  std::string basis;  ///< "key ATERA_API_KEY", "host api.acme.io"
};

/// Finds who issued a free-form credential, whose rule knows only the syntax it stands in: the
/// words of its key, the label or the section before it, or the host in the same statement.
/// Immutable.
class ProviderNames {
 public:
  explicit ProviderNames(std::span<const std::shared_ptr<const Rule>> rules);

  /// Nothing if the rule of `match` has a provider of its own, or if nothing names one. Nothing
  /// either for a token that is named after a provider of the catalogue: its rules know what its
  /// tokens look like, and this is none of them.
  [[nodiscard]] std::optional<NamedProvider> name(std::string_view text, const Match& match) const;

 private:
  enum class Maker { people, provider };

  [[nodiscard]] const std::string* known(std::string_view name) const;
  [[nodiscard]] std::optional<NamedProvider> by_words(std::string_view words, std::string_view what,
                                                      Maker maker) const;
  [[nodiscard]] std::optional<NamedProvider> by_host(std::string_view host) const;
  [[nodiscard]] std::optional<NamedProvider> by_section(std::string_view section) const;

  std::map<std::string, std::string, std::less<>> known_;  // squashed word -> provider
};

}  // namespace nhiscan
