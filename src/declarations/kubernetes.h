#pragma once

#include <string_view>

#include "declarations/declared.h"

namespace nhiscan {

/// A YAML or JSON file, Helm templates included, with objects of Kubernetes.
bool claims_kubernetes(std::string_view path, std::string_view text);

/// Whether one of its documents begins as an object that would be read: its kind at the left
/// margin, or, in JSON, near its beginning.
bool is_certainly_kubernetes(std::string_view path, std::string_view text);

/// Service accounts with their rights and workloads, Secrets, and certificates. `location` holds
/// only `begin` and `end`. Documents that can't be parsed are left out.
Declared read_kubernetes(std::string_view path, std::string_view text);

}  // namespace nhiscan
