#include "detection/gathered_text.h"

namespace nhiscan {

void GatheredText::clear() {
  bytes_.clear();
  windows_.clear();
}

void GatheredText::add(std::string_view text, Span window) {
  windows_.push_back({window.begin, bytes_.size(), window.size(), window.end == text.size()});
  bytes_ += text.substr(window.begin, window.size());
}

}  // namespace nhiscan
