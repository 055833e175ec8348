#include "ownership/annotation.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.h"

namespace nhiscan {
namespace {

constexpr std::size_t kReach = 10;
constexpr std::size_t kMaxLineBytes = 400;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// The text of the comment on a line; empty if there is none.
std::string_view comment_of(std::string_view line) {
  line = trimmed(line.substr(0, kMaxLineBytes));
  for (const std::string_view marker :
       {"<!--", "//", "/*", "{#", "--", "#", "*", ";", "%", R"(""")", "'''"}) {
    if (!line.starts_with(marker)) continue;
    line.remove_prefix(marker.size());
    return line.substr(std::min(line.find_first_not_of("#/*-;%! \t"), line.size()));
  }
  std::size_t begin = line.size();
  for (const std::string_view marker : {" # ", " // ", " /* ", " -- ", " ; "}) {
    const std::size_t at = line.rfind(marker);
    if (at != std::string_view::npos) begin = std::min(begin, at + marker.size());
  }
  return line.substr(begin);
}

/// Cuts what closes a comment.
std::string_view without_closing(std::string_view text) {
  for (const std::string_view end : {"-->", "*/", "#}", R"(""")", "'''"}) {
    const std::size_t at = text.find(end);
    if (at != std::string_view::npos) text = text.substr(0, at);
  }
  text = trimmed(text);
  while (!text.empty() && (text.back() == '.' || text.back() == ','))
    text.remove_suffix(1);
  return text;
}

/// Whether it could be a name: a handle, an address, or a few words.
bool is_owner_text(std::string_view text) {
  if (text.size() < 2 || text.size() > 100) return false;
  const auto is_foreign = [](char byte) {
    return std::string_view("{}$=\\|`\"*?;").find(byte) != std::string_view::npos ||
           static_cast<unsigned char>(byte) < 0x20;
  };
  const auto blanks = std::count(text.begin(), text.end(), ' ');
  const bool has_letter = std::any_of(text.begin(), text.end(), [](char byte) {
    return std::isalpha(static_cast<unsigned char>(byte)) != 0 ||
           static_cast<unsigned char>(byte) >= 0x80;
  });
  return blanks <= 5 && has_letter && std::none_of(text.begin(), text.end(), is_foreign);
}

std::optional<OwnerAnnotation> read_annotation(std::string_view line) {
  constexpr auto kKeys = std::to_array<std::string_view>(
      {"owners", "owner", "owned-by", "owned by", "code owner", "maintainers", "maintainer",
       "maintained by", "contact", "team", "squad"});
  std::string_view comment = trimmed(comment_of(line));
  const bool is_tag = comment.starts_with("@");
  if (is_tag) comment.remove_prefix(1);
  const std::string lower = lower_ascii(comment.substr(0, 20));
  for (const std::string_view key : kKeys) {
    if (!lower.starts_with(key)) continue;
    std::string_view value = comment.substr(key.size());
    const std::string_view gap = value.substr(0, value.find_first_not_of(" \t"));
    value = trimmed(value);
    const bool has_sign = value.starts_with(":") || value.starts_with("=");
    if (!has_sign && (gap.empty() || (!is_tag && key.substr(key.size() - 2) != "by"))) continue;
    if (has_sign) value.remove_prefix(1);
    value = without_closing(value);
    if (is_owner_text(value)) return OwnerAnnotation{std::string(value), std::string(key), 0};
  }
  return std::nullopt;
}

}  // namespace

std::optional<OwnerAnnotation> find_owner_annotation(std::string_view text, std::size_t line) {
  std::optional<OwnerAnnotation> nearest;
  std::optional<OwnerAnnotation> at_top;
  std::size_t number = 0;
  while (!text.empty() && number < line + kReach) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    ++number;
    if (number <= kReach || number + kReach >= line) {
      if (auto found = read_annotation(text.substr(0, end))) {
        found->line = number;
        const auto distance = [&](std::size_t other) {
          return other > line ? other - line : line - other;
        };
        if (!at_top && number <= kReach) at_top = found;
        const bool is_near = distance(number) <= kReach;
        if (is_near && (!nearest || distance(number) < distance(nearest->line))) nearest = found;
      }
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return nearest ? nearest : at_top;
}

}  // namespace nhiscan
