#include "declarations/declared.h"

#include <algorithm>
#include <utility>

#include "declarations/yaml.h"

namespace nhiscan {

void add_unread(std::vector<Unread>& unread, Unread::Cause cause, std::string why) {
  Unread one{cause, std::move(why), false};
  if (std::ranges::find(unread, one) == unread.end()) unread.push_back(std::move(one));
}

void add_unread(std::vector<Unread>& unread, const Error& yaml_failure) {
  if (is_yaml_limit(yaml_failure))
    add_unread(unread, Unread::Cause::limit, yaml_failure.message);
  else
    add_unread(unread, Unread::Cause::malformed, "not YAML");
}

}  // namespace nhiscan
