#pragma once

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "reports/report_json.h"

// The data of the `html` report.
namespace nhiscan {

/// Makes visible in every text, keys too, what a terminal could act on, or hides or reorders text.
void make_visible(Json& value);

/// Drops members that are null or empty, at any depth of objects.
void drop_unknown(Json& object);

/// JSON that may stand in a `<script>` element: no `<`, `>` or `&` in it.
std::string element_json(const Json& value);

/// Rows with the same keys, kept by column: each different value once, and for each row which of
/// them it has. Most columns hold few different values, so 50,000 rows take a fifth of what they
/// would as objects.
class HtmlColumns {
 public:
  /// `row` is an object; its keys, and their order, are those of the first row.
  void add(Json row);

  /// `"key":{"values":[…],"of":[…]}` for each column, joined by commas; `of` counts from 0 and is
  /// left out where every row has the one value.
  void write(std::ostream& out) const;

 private:
  // NOLINTNEXTLINE(bugprone-exception-escape): Json's move constructor asserts
  struct Column {
    void add(Json value);

    std::string key;
    std::unordered_map<std::string, std::uint32_t> numbers;
    std::vector<const std::string*> values;  ///< keys of `numbers`
    std::vector<std::uint32_t> of;
    Json last;  ///< the value added last: the next is often the same
  };

  std::vector<Column> columns_;
};

}  // namespace nhiscan
