#include "detection/requirements.h"

#include <algorithm>
#include <cstdint>
#include <map>

namespace nhiscan {
namespace {

struct Point {
  std::int64_t line = 0;
  std::int64_t column = 0;  // in characters
};

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80; }

/// Of each offset, which are sorted.
std::map<std::size_t, Point> points_of(std::string_view text, const std::vector<Match>& matches) {
  std::map<std::size_t, Point> points;
  for (const Match& match : matches)
    points[match.secret.begin];
  Point now;
  std::size_t at = 0;
  for (auto& [offset, point] : points) {
    for (; at < offset; ++at) {
      if (text[at] == '\n')
        now = {now.line + 1, 0};
      else if (begins_character(text[at]))
        ++now.column;
    }
    point = now;
  }
  return points;
}

bool is_within(std::int64_t a, std::int64_t b, const std::optional<std::uint32_t>& most) {
  return !most || (a > b ? a - b : b - a) <= static_cast<std::int64_t>(*most);
}

}  // namespace

void drop_unmet(std::string_view text, std::vector<Match>& matches) {
  const auto is_plain = [](const Match& match) {
    return match.rule->requires_rules.empty() && match.rule->reported;
  };
  if (std::ranges::all_of(matches, is_plain)) return;
  const std::map<std::size_t, Point> points = points_of(text, matches);
  std::map<std::string_view, std::vector<Point>> places;
  for (const Match& match : matches)
    places[match.rule->id].push_back(points.at(match.secret.begin));
  const auto meets = [&](const Match& match, const Requirement& requirement) {
    const Point& here = points.at(match.secret.begin);
    const auto others = places.find(requirement.rule);
    return others != places.end() && std::ranges::any_of(others->second, [&](const Point& there) {
             return is_within(here.line, there.line, requirement.lines) &&
                    is_within(here.column, there.column, requirement.columns);
           });
  };
  std::erase_if(matches, [&](const Match& match) {
    return !match.rule->reported ||
           !std::ranges::all_of(match.rule->requires_rules,
                                [&](const Requirement& one) { return meets(match, one); });
  });
}

}  // namespace nhiscan
