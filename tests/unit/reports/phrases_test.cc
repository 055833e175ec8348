#include "reports/phrases.h"

#include <doctest/doctest.h>

#include <limits>

#include "unit/reports/sample_report.h"

using namespace nhiscan;

TEST_CASE("bytes_phrase: three or four digits of the right unit") {
  CHECK(bytes_phrase(0) == "no bytes");
  CHECK(bytes_phrase(1) == "1 byte");
  CHECK(bytes_phrase(999) == "999 bytes");
  CHECK(bytes_phrase(1000) == "1.0 kB");
  CHECK(bytes_phrase(1234567) == "1.2 MB");
  CHECK(bytes_phrase(999999) == "999.9 kB");
  CHECK(bytes_phrase(std::numeric_limits<std::uint64_t>::max()) == "18446.7 PB");
}

TEST_CASE("lifetime_phrase: counts from now, and never lies about what is unknown") {
  const auto until = [](std::int64_t expires) {
    Lifetime lifetime;
    lifetime.expires = expires;
    return lifetime_phrase(lifetime, sample::kNow);
  };
  CHECK(until(sample::kNow) == "expired 2026-11-20");
  CHECK(until(sample::kNow + 60) == "expires within the hour");
  CHECK(until(sample::kNow + 30 * 3600) == "expires in 30 h");
  CHECK(until(sample::kNow + 12 * sample::kDay) == "expires in 12 d");
  CHECK(until(sample::kNow + 4000 * sample::kDay) == "expires 2037-11-02");
  CHECK(until(std::numeric_limits<std::int64_t>::max()) == "expires 9999-12-31");
  CHECK(until(std::numeric_limits<std::int64_t>::min()) == "expired -9999-01-01");
  CHECK(lifetime_phrase({}, sample::kNow) == "lifetime unknown");
  Lifetime forever;
  forever.lifetime_class = LifetimeClass::non_expiring;
  CHECK(lifetime_phrase(forever, sample::kNow) == "never expires");
}
