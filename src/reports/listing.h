#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "nhiscan/report.h"
#include "reports/redactor.h"

namespace nhiscan {

/// What a report with one entry for each identity lists: the identities of an inventory, else one
/// for each distinct secret, from what its findings say; the worst first.
class Listing {
 public:
  /// Keeps a reference to the report.
  explicit Listing(const Report& report);

  [[nodiscard]] const std::vector<const Identity*>& identities() const { return order_; }

  /// What may be shown of its secret; empty where it has none.
  [[nodiscard]] std::string secret_of(const Identity& identity) const;

 private:
  void list_secrets();

  const Report& report_;
  std::vector<Identity> secrets_;
  std::vector<const Identity*> order_;
  std::unordered_map<std::string_view, const Finding*> first_of_;  ///< by id
};

/// Provider, name and target, each said once, without secrets.
std::string identity_title(const Redactor& redactor, const Identity& identity);

/// From where it can be read: `declared`, `encrypted`, `referenced`, `history` where no file of
/// HEAD holds it any more, else the context of the first place.
std::string_view exposure_of(const Identity& identity);

/// The most severe findings first, as numbers; else in their order.
std::vector<std::size_t> worst_first(const std::vector<Finding>& findings);

}  // namespace nhiscan
