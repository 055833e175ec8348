#include "ownership/annotation.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace nhiscan {
namespace {

constexpr std::size_t kReach = 10;
constexpr std::size_t kMaxLineBytes = 400;

/// The text of the comment on a line; empty if there is none.
std::string_view comment_of(std::string_view line) {
  line = trim(line.substr(0, kMaxLineBytes));
  for (const std::string_view marker :
       {"<!--", "//", "/*", "{#", "--", "#", "*", ";", "%", R"(""")", "'''"}) {
    if (!line.starts_with(marker)) continue;
    line.remove_prefix(marker.size());
    return line.substr(std::min(line.find_first_not_of("#/*-;%! \t"), line.size()));
  }
  std::size_t begin = line.size();
  for (const std::string_view marker : {" # ", " // ", " /* ", " -- ", " ; "}) {
    if (line.find(marker[1]) == std::string_view::npos) continue;  // most lines; much cheaper
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
  text = trim(text);
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
  std::string_view comment = trim(comment_of(line));
  if (comment.empty()) return std::nullopt;
  const bool is_tag = comment.starts_with("@");
  if (is_tag) comment.remove_prefix(1);
  const std::string lower = lower_ascii(comment.substr(0, 20));
  for (const std::string_view key : kKeys) {
    if (!lower.starts_with(key)) continue;
    std::string_view value = comment.substr(key.size());
    const std::string_view gap = value.substr(0, value.find_first_not_of(" \t"));
    value = trim(value);
    const bool has_sign = value.starts_with(":") || value.starts_with("=");
    if (!has_sign && (gap.empty() || (!is_tag && key.substr(key.size() - 2) != "by"))) continue;
    if (has_sign) value.remove_prefix(1);
    value = without_closing(value);
    if (is_owner_text(value)) return OwnerAnnotation{std::string(value), std::string(key), 0};
  }
  return std::nullopt;
}

}  // namespace

OwnerAnnotations::OwnerAnnotations(std::string text) : text_(std::move(text)) {
  for (std::size_t begin = 0; begin < text_.size();) {
    begins_.push_back(begin);
    begin = std::min(text_.find('\n', begin), text_.size() - 1) + 1;
  }
}

std::optional<OwnerAnnotation> OwnerAnnotations::at(std::size_t line) const {
  if (line == 0 || line > begins_.size()) return std::nullopt;
  const std::size_t begin = begins_[line - 1];
  const std::size_t end = std::min(text_.find('\n', begin), text_.size());
  auto found = read_annotation(std::string_view(text_).substr(begin, end - begin));
  if (found) found->line = line;
  return found;
}

std::optional<OwnerAnnotation> OwnerAnnotations::nearest(std::size_t line) const {
  if (auto here = at(line)) return here;
  for (std::size_t distance = 1; distance <= kReach; ++distance) {
    if (distance < line)
      if (auto above = at(line - distance)) return above;
    if (auto below = at(line + distance)) return below;
  }
  return std::nullopt;
}

std::optional<OwnerAnnotation> OwnerAnnotations::find(std::size_t line) const {
  if (auto found = nearest(line)) return found;
  for (std::size_t top = 1; top <= kReach; ++top)
    if (auto found = at(top)) return found;
  return std::nullopt;
}

}  // namespace nhiscan
