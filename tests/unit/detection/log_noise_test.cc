#include "detection/log_noise.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>

using namespace nhiscan;

namespace {

bool is_noise(const std::string& before, const std::string& value, ValueJudgement judgement) {
  auto rule = std::make_shared<Rule>();
  rule->value = judgement;
  const Span span{before.size(), before.size() + value.size()};
  return is_log_noise(before + value, {rule, span, span, {}, {}});
}

}  // namespace

TEST_CASE("is_log_noise: ids, digests and names; not what is called a secret") {
  using enum ValueJudgement;
  const std::string uuid = "933a5383-d9e9-43fe-e9df-eb92435428c4";
  const std::string digest = "4bf92f3577b34da6a3ce929d0e0e4736";
  CHECK(is_noise("key=", uuid, judged));
  CHECK(is_noise("\"token_id\": \"", uuid, judged));
  CHECK(is_noise("token_hash=", digest + digest, judged));
  CHECK(is_noise("rotated secret ", uuid, judged));
  CHECK(is_noise("secret=", "kubernetes/db-ed5f8", judged));
  CHECK(!is_noise("api_key=", digest, judged));
  CHECK(!is_noise("\\\"password\\\":\\\"", uuid, judged));
  CHECK(!is_noise("key=", digest, exact));
  CHECK(!is_noise("password=", "tR7-kq2Vx9", judged));
}
