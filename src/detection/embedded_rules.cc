// The rules that the product was built with: what nhiscan-rulec wrote, put into the program by the
// assembler (CMakeLists.txt).
#include <cstddef>
#include <string_view>

#include "detection/anchor.h"
#include "detection/rule_codec.h"
#include "detection/rule_set.h"

extern "C" {
extern const char nhiscan_rules_begin[];
extern const char nhiscan_rules_end[];
extern const char nhiscan_examples_begin[];
extern const char nhiscan_examples_end[];
extern const char nhiscan_digest_begin[];
extern const char nhiscan_digest_end[];
extern const char nhiscan_avx2_begin[];
extern const char nhiscan_avx2_end[];
extern const char nhiscan_generic_begin[];
extern const char nhiscan_generic_end[];
}

namespace nhiscan {
namespace {

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

std::string_view image_for(Cpu cpu) {
  return cpu == Cpu::avx2 ? between(nhiscan_avx2_begin, nhiscan_avx2_end)
                          : between(nhiscan_generic_begin, nhiscan_generic_end);
}

}  // namespace

Result<RuleSet> RuleSet::embedded() {
  auto rules = decode_rules(between(nhiscan_rules_begin, nhiscan_rules_end));
  if (!rules) return rules.error();
  const std::string_view image = image_for(host_cpu());
  HsDatabase database;
  if (hs_deserialize_database(image.data(), image.size(), into(database)) != HS_SUCCESS)
    return Error{"the embedded rule database does not fit this machine's Hyperscan"};
  RuleSet set;
  if (const Status added = set.append(*std::move(rules), std::move(database)); !added)
    return added.error();
  set.known_digest_ = between(nhiscan_digest_begin, nhiscan_digest_end);
  set.built_in_ = set.rules_.size();
  return set;
}

Result<std::vector<Rule>> embedded_rules_with_examples() {
  auto rules = decode_rules(between(nhiscan_rules_begin, nhiscan_rules_end));
  if (!rules) return rules.error();
  const Status good =
      decode_examples(between(nhiscan_examples_begin, nhiscan_examples_end), *rules);
  if (!good) return good.error();
  return rules;
}

}  // namespace nhiscan
