#pragma once

#include <ostream>
#include <string_view>

#include "reports/report_json.h"

namespace nhiscan {

/// `[`, each element on its own line as `to_json` gives it, `]`.
template <class Elements, class ToJson>
void write_json_list(const Elements& elements, const ToJson& to_json, std::ostream& out) {
  std::string_view separator = "\n";
  out << '[';
  for (const auto& element : elements) {
    out << separator << json_line(to_json(element));
    separator = ",\n";
  }
  out << ']';
}

}  // namespace nhiscan
