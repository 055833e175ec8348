#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nhiscan {

/// An owner that a service catalog's entity names.
struct CatalogOwner {
  std::string name;   ///< as written: "group:default/payments"
  std::string kind;   ///< "team" or "person"
  std::string field;  ///< "Component payments-api: spec.owner"
  std::vector<std::string>
      paths;  ///< globs of the files that it covers; empty: those at and below the file's directory
  std::size_t line = 0;  ///< 1-based
};

/// The names that a catalog file may have.
const std::vector<std::string>& catalog_file_names();

/// Owners in a Backstage, Datadog (service v2, entity v3), OpsLevel or Cortex file, in the order of
/// the file. None if it can't be read. Sources: backstage.io "Descriptor format"; DataDog/schema
/// service-catalog; docs of OpsLevel and Cortex.
std::vector<CatalogOwner> parse_catalog(std::string_view file_name, std::string_view text);

}  // namespace nhiscan
