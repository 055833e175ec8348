#include "scan/locate.h"

#include <algorithm>
#include <utility>

#include "detection/suppress.h"

namespace nhiscan {
namespace {

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

/// What the text in whose lines it is seen says of the place.
void add_outline(const Layer& seen, std::size_t at, Location& location) {
  if (location.cell) return;
  Outline::Place place = seen.place_of(at);
  if (location.key_path.empty()) location.key_path = std::move(place.key_path);
  location.cell = place.cell;
  location.cell_line = place.cell_line;
  if (!location.context) location.context = place.context;
}

}  // namespace

std::pair<const Layer*, Span> seen_in(const Layer& layer, Span span) {
  const Layer* seen = &layer;
  while (!seen->has_own_lines()) {
    span = seen->in_parent(span);
    seen = seen->parent;
  }
  return {seen, span};
}

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
  add_outline(*seen, at.begin, location);
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

}  // namespace nhiscan
