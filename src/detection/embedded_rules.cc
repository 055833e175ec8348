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
extern const char nhiscan_plain_avx2_begin[];
extern const char nhiscan_plain_avx2_end[];
extern const char nhiscan_plain_generic_begin[];
extern const char nhiscan_plain_generic_end[];
extern const char nhiscan_spotted_avx2_begin[];
extern const char nhiscan_spotted_avx2_end[];
extern const char nhiscan_spotted_generic_begin[];
extern const char nhiscan_spotted_generic_end[];
}

namespace nhiscan {
namespace {

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

std::string_view plain_image(Cpu cpu) {
  return cpu == Cpu::avx2 ? between(nhiscan_plain_avx2_begin, nhiscan_plain_avx2_end)
                          : between(nhiscan_plain_generic_begin, nhiscan_plain_generic_end);
}

std::string_view spotted_image(Cpu cpu) {
  return cpu == Cpu::avx2 ? between(nhiscan_spotted_avx2_begin, nhiscan_spotted_avx2_end)
                          : between(nhiscan_spotted_generic_begin, nhiscan_spotted_generic_end);
}

/// The image is a database already, written by nhiscan-rulec as it stands in memory: unpacking it
/// took a tenth of the time that a small scan takes.
Result<SharedDatabase> database_in(std::string_view image) {
  if (image.empty()) return SharedDatabase{};
  const auto* const database = reinterpret_cast<const hs_database_t*>(image.data());
  std::size_t size = 0;
  if (hs_database_size(database, &size) != HS_SUCCESS || size != image.size())
    return Error{"the embedded rule database does not fit this machine's Hyperscan"};
  return SharedDatabase(SharedDatabase(), database);
}

}  // namespace

Result<RuleSet> RuleSet::embedded() {
  auto rules = decode_rules(between(nhiscan_rules_begin, nhiscan_rules_end));
  if (!rules) return rules.error();
  auto plain = database_in(plain_image(host_cpu()));
  if (!plain) return plain.error();
  auto spotted = database_in(spotted_image(host_cpu()));
  if (!spotted) return spotted.error();
  RuleSet set;
  set.append(*std::move(rules), *std::move(plain), *std::move(spotted));
  set.known_digest_ = between(nhiscan_digest_begin, nhiscan_digest_end);
  set.built_in_ = set.rules_.size();
  return set;
}

Result<std::vector<Rule>> embedded_rules_with_examples() {
  const auto decoded = decode_rules(between(nhiscan_rules_begin, nhiscan_rules_end));
  if (!decoded) return decoded.error();
  std::vector<Rule> rules;
  for (const auto& rule : *decoded)
    rules.push_back(*rule);
  const Status good = decode_examples(between(nhiscan_examples_begin, nhiscan_examples_end), rules);
  if (!good) return good.error();
  return rules;
}

}  // namespace nhiscan
