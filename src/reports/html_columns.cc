#include "reports/html_columns.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.h"

namespace nhiscan {

namespace {

bool is_plain(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_unknown(const Json& value) {
  return value.is_null() || (value.is_structured() && value.empty());
}

}  // namespace

void make_visible(Json& value) {
  if (value.is_string()) {
    auto& text = value.get_ref<std::string&>();
    if (!is_plain(text)) text = escape_terminal(text);
  } else if (value.is_structured()) {
    for (Json& member : value)
      make_visible(member);
  }
  if (!value.is_object()) return;
  auto& members = value.get_ref<Json::object_t&>();
  if (std::ranges::all_of(members, is_plain, &Json::object_t::value_type::first)) return;
  Json object = Json::object();
  for (auto& [key, member] : members)
    object[escape_terminal(key)] = std::move(member);
  value = std::move(object);
}

void drop_unknown(Json& object) {
  Json known = Json::object();
  for (auto& [key, member] : object.get_ref<Json::object_t&>()) {
    if (member.is_object()) drop_unknown(member);
    if (!is_unknown(member)) known[key] = std::move(member);
  }
  object = std::move(known);
}

std::string element_json(const Json& value) {
  // These stand in texts alone, never between them.
  constexpr std::string_view kMarkup = "<>&";
  std::string safe = json_line(value);
  for (std::size_t at = safe.find_first_of(kMarkup); at != std::string::npos;
       at = safe.find_first_of(kMarkup, at + 1)) {
    const std::string_view escaped = safe[at] == '<'   ? "\\u003c"
                                     : safe[at] == '>' ? "\\u003e"
                                                       : "\\u0026";
    safe.replace(at, 1, escaped);
  }
  return safe;
}

void HtmlColumns::add(Json row) {
  if (columns_.empty()) {
    columns_.resize(row.size());
    auto column = columns_.begin();
    for (const auto& item : row.items())
      (column++)->key = item.key();
  }
  auto column = columns_.begin();
  for (Json& value : row) {
    column->add(std::move(value));
    ++column;
  }
}

void HtmlColumns::Column::add(Json value) {
  if (!of.empty() && value == last) {
    of.push_back(of.back());
    return;
  }
  const auto [entry, is_new] =
      numbers.try_emplace(element_json(value), static_cast<std::uint32_t>(values.size()));
  if (is_new) values.push_back(&entry->first);
  of.push_back(entry->second);
  last = std::move(value);
}

void HtmlColumns::write(std::ostream& out) const {
  std::string_view between_columns = "\n";
  for (const Column& column : columns_) {
    out << between_columns << '"' << column.key << R"(":{"values":[)";
    between_columns = ",\n";
    std::string_view separator;
    for (const std::string* value : column.values) {
      out << separator << *value;
      separator = ",";
    }
    out << ']';
    if (column.values.size() > 1) {
      separator = ",\"of\":[";
      for (const std::uint32_t number : column.of) {
        out << separator << number;
        separator = ",";
      }
      out << ']';
    }
    out << '}';
  }
}

}  // namespace nhiscan
