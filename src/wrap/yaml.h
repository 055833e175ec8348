#pragma once

#include <yaml.h>

#include "wrap/handle.h"

namespace nhiscan {

/// libyaml's reader of events, of one stream.
class YamlEvents {
 public:
  YamlEvents() { is_made_ = yaml_parser_initialize(&parser_) == 1; }
  YamlEvents(const YamlEvents&) = delete;
  YamlEvents& operator=(const YamlEvents&) = delete;
  ~YamlEvents() {
    if (is_made_) yaml_parser_delete(&parser_);
  }
  [[nodiscard]] bool is_made() const { return is_made_; }
  yaml_parser_t* get() { return &parser_; }

 private:
  yaml_parser_t parser_{};
  bool is_made_ = false;
};

using YamlEvent = Handle<yaml_event_t, yaml_event_delete>;

}  // namespace nhiscan
