#pragma once

#include <string_view>
#include <vector>

#include "nhiscan/identity.h"

namespace nhiscan {

/// A YAML or JSON file, Helm templates included, with objects of Kubernetes.
bool claims_kubernetes(std::string_view path, std::string_view text);

/// Service accounts with their rights and workloads, Secrets, and certificates. `location` holds
/// only `begin` and `end`. Documents that can't be parsed are left out.
std::vector<Declaration> read_kubernetes(std::string_view path, std::string_view text);

}  // namespace nhiscan
