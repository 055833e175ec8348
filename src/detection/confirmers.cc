#include "detection/confirmers.h"

#include <stdexcept>
#include <utility>

namespace nhiscan {

Confirmers::Confirmers(const RuleSet& rules)
    : rules_(rules),
      claimed_(std::make_unique<ClaimedPrefixes>(rules.rules())),
      made_(rules.rules().size()) {}

Confirmer& Confirmers::of(std::size_t rule) {
  std::optional<Confirmer>& slot = made_[rule];
  if (!slot) {
    auto made = Confirmer::make(rules_.rules()[rule], limits_.get(), Filters::all, claimed_.get());
    if (!made) throw std::logic_error(made.error().message);
    slot = *std::move(made);
  }
  return *slot;
}

}  // namespace nhiscan
