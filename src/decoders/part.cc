#include "decoders/part.h"

#include <algorithm>

namespace nhiscan {

void WayBack::add(OffsetRun unit) {
  if (!runs_.empty()) {
    const OffsetRun& last = runs_.back();
    const std::size_t units = last.text_unit == 0 ? 0 : (unit.text - last.text) / last.text_unit;
    if (unit.text_unit == last.text_unit && unit.parent_unit == last.parent_unit &&
        unit.parent == last.parent + units * last.parent_unit)
      return;
  }
  runs_.push_back(unit);
}

const OffsetRun& WayBack::run_of(std::size_t text) const {
  const auto after = std::ranges::upper_bound(runs_, text, {}, &OffsetRun::text);
  return after == runs_.begin() ? runs_.front() : *(after - 1);
}

Span WayBack::in_parent(Span span) const {
  const auto unit_at = [this](std::size_t text) {
    const OffsetRun& run = run_of(text);
    const std::size_t begin =
        run.parent + (text - run.text) / std::max<std::size_t>(run.text_unit, 1) * run.parent_unit;
    return Span{begin, begin + run.parent_unit};
  };
  const std::size_t begin = unit_at(span.begin).begin;
  const std::size_t end = span.size() == 0 ? begin : unit_at(span.end - 1).end;
  return {begin, std::max(begin, end)};
}

}  // namespace nhiscan
