#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "nhiscan/report.h"

// What `nhiscan decode` prints.
namespace nhiscan {

/// A part of the input that nothing recognised.
struct Unrecognised {
  std::size_t line = 1;        ///< 1-based, of its first byte
  std::size_t line_count = 1;  ///< 0: the whole input, which isn't text
  std::size_t bytes = 0;
  std::vector<std::string> possible_rules;  ///< ids of rules that need a name near the value
};

/// A report whose findings are the credentials, in the order of the input; `started` is the
/// present.
struct Decoded {
  Report report;
  std::vector<Unrecognised> unrecognised;  ///< in the order of the input
};

/// For people: a card for each credential, and a line for what wasn't recognised.
void write_decoded_table(const Decoded& decoded, std::ostream& out);

/// The schema `nhiscan-decode/1`: the findings of a report without what only a file has.
void write_decoded_json(const Decoded& decoded, std::ostream& out);

}  // namespace nhiscan
