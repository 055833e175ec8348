#include "scan/locate.h"

#include <algorithm>
#include <utility>

#include "detection/suppress.h"

namespace nhiscan {
namespace {

/// The layer in whose lines the span is seen, and where it stands there.
std::pair<const Layer*, Span> seen_in(const Layer& layer, Span span) {
  const Layer* seen = &layer;
  while (!seen->has_own_lines()) {
    span = seen->in_parent(span);
    seen = seen->parent;
  }
  return {seen, span};
}

/// What the nearest part that says something says; of a part's `keys` the last before the span.
void add_context(const Layer& layer, Span span, Location& location) {
  for (const Layer* at = &layer; at->parent != nullptr; at = at->parent) {
    const Part& part = *at->part;
    // What lies in an image is part of it, however often it is packed.
    if (!location.context || part.context == Context::container) location.context = part.context;
    if (!location.cell && part.cell) {
      location.cell = part.cell;
      location.cell_line = at->lines.at(span.begin).line;
    }
    if (location.key_path.empty() && !part.keys.empty()) {
      const auto after = std::ranges::upper_bound(part.keys, span.begin, {}, &KeyPath::begin);
      if (after != part.keys.begin()) location.key_path = (after - 1)->path;
    }
    span = at->in_parent(span);
  }
}

bool is_twin(const Finding& left, const Finding& right) {
  const Location& a = left.location;
  const Location& b = right.location;
  const std::size_t common = std::min(a.chain.size(), b.chain.size());
  return left.rule == right.rule && left.secret.expose() == right.secret.expose() &&
         a.is_in_member == b.is_in_member && a.begin < b.end && b.begin < a.end &&
         std::equal(a.chain.begin(), a.chain.begin() + static_cast<std::ptrdiff_t>(common),
                    b.chain.begin());
}

void take_over(const Location& from, Location& to) {
  if (!to.cell) {
    to.cell = from.cell;
    to.cell_line = from.cell_line;
  }
  if (to.key_path.empty()) to.key_path = from.key_path;
  if (!to.context) to.context = from.context;
}

}  // namespace

Location locate(const Layer& layer, Span span) {
  Location location;
  const auto [seen, at] = seen_in(layer, span);
  const LinePosition begin = seen->lines.at(at.begin);
  const LinePosition end = seen->lines.at(at.end);
  location.line = begin.line;
  location.column = begin.column;
  location.end_line = end.line;
  location.end_column = end.column;
  const Layer* counted = seen;
  Span place = at;
  while (counted->parent != nullptr && !counted->part->way_back.empty()) {
    place = counted->in_parent(place);
    counted = counted->parent;
  }
  location.begin = counted->offset + place.begin;
  location.end = counted->offset + place.end;
  location.is_in_member = counted->parent != nullptr;
  location.chain = layer.chain();
  add_context(layer, span, location);
  return location;
}

bool is_owned(const Layer& layer, Span span) {
  for (const Layer* at = &layer;; at = at->parent) {
    if (span.begin < at->owned.begin || span.begin >= at->owned.end) return false;
    if (at->has_own_lines()) return true;
    span = at->in_parent(span);
  }
}

bool is_allowed(const Layer& layer, Span span) {
  for (const Layer* at = &layer;; at = at->parent) {
    if (allowed_by_comment(at->text, span)) return true;
    if (at->has_own_lines()) return false;
    span = at->in_parent(span);
  }
}

void join_twins(std::vector<Finding>& findings) {
  if (std::ranges::all_of(findings, [](const Finding& finding) {
        return finding.location.chain.empty() && !finding.location.context;
      }))
    return;
  std::ranges::stable_sort(findings, [](const Finding& a, const Finding& b) {
    return std::pair(std::string_view(a.id), a.location.begin) <
           std::pair(std::string_view(b.id), b.location.begin);
  });
  std::vector<Finding> kept;
  for (Finding& finding : findings) {
    // Twins have one id and overlap, so they are neighbours.
    auto twin = kept.rbegin();
    while (twin != kept.rend() && twin->id == finding.id && !is_twin(*twin, finding))
      ++twin;
    if (twin == kept.rend() || twin->id != finding.id) {
      kept.push_back(std::move(finding));
      continue;
    }
    if (finding.location.chain.size() < twin->location.chain.size()) std::swap(*twin, finding);
    take_over(finding.location, twin->location);
  }
  findings = std::move(kept);
}

}  // namespace nhiscan
