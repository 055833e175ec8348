#include "ownership/candidate.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace nhiscan;

namespace {

constexpr std::int64_t kNow = 1700000000;

OwnerCandidate candidate(std::string name, std::string kind, OwnerSource source,
                         double confidence) {
  OwnerCandidate one;
  one.name = std::move(name);
  one.kind = std::move(kind);
  one.source = source;
  one.confidence = confidence;
  one.place = "CODEOWNERS:12";
  one.what = "\"/infra/ @acme/platform\"";
  return one;
}

}  // namespace

TEST_CASE("choose_owner: the best owner, with printable evidence and the others as alternates") {
  const auto owner =
      choose_owner({candidate("Jane <j@x.io>", "person", OwnerSource::blame, 0.5),
                    candidate("@acme/platform", "team", OwnerSource::codeowners, 0.85)},
                   kNow, {});
  CHECK(owner.name == "@acme/platform");
  CHECK(owner.kind == "team");
  CHECK(owner.confidence == doctest::Approx(0.85));
  CHECK(owner.verdict == OwnerVerdict::owned);
  CHECK(owner.alternates == std::vector<std::string>{"Jane <j@x.io>"});
  REQUIRE(owner.evidence.size() == 1);
  CHECK(owner.evidence[0].source + " " + owner.evidence[0].detail ==
        "CODEOWNERS:12 \"/infra/ @acme/platform\" -> @acme/platform (0.85)");
}

TEST_CASE(
    "choose_owner: agreement of independent sources adds, the history agreeing with itself "
    "doesn't") {
  const auto agreed = choose_owner({candidate("Jane <j@x.io>", "person", OwnerSource::blame, 0.5),
                                    candidate("j@x.io", "person", OwnerSource::manifest, 0.35)},
                                   kNow, {});
  CHECK(agreed.confidence == doctest::Approx(0.6));
  CHECK(agreed.verdict == OwnerVerdict::owned);
  const auto alone = choose_owner({candidate("Jane <j@x.io>", "person", OwnerSource::blame, 0.5),
                                   candidate("j@x.io", "person", OwnerSource::introducer, 0.6)},
                                  kNow, {});
  CHECK(alone.confidence == doctest::Approx(0.6));
}

TEST_CASE("choose_owner: a team wins a tie, and no service does") {
  CHECK(choose_owner({candidate("@jane", "person", OwnerSource::codeowners, 0.85),
                      candidate("@acme/pay", "team", OwnerSource::catalog, 0.85)},
                     kNow, {})
            .name == "@acme/pay");
  const auto person =
      choose_owner({candidate("svc@x.iam", "service", OwnerSource::credential, 0.65),
                    candidate("j@x.io", "person", OwnerSource::blame, 0.5)},
                   kNow, {});
  CHECK(person.name == "j@x.io");
  const auto service =
      choose_owner({candidate("svc@x.iam", "service", OwnerSource::credential, 0.65)}, kNow, {});
  CHECK(service.name == "svc@x.iam");
  CHECK(service.verdict == OwnerVerdict::weakly_owned);
}

TEST_CASE("choose_owner: those who left or stopped count less") {
  auto gone = candidate("@jane", "person", OwnerSource::codeowners, 0.85);
  gone.status = PersonStatus::departed;
  const auto orphan = choose_owner({gone}, kNow, {});
  CHECK(orphan.verdict == OwnerVerdict::orphaned);
  CHECK(orphan.confidence == doctest::Approx(0));
  auto idle = candidate("j@x.io", "person", OwnerSource::blame, 0.5);
  idle.status = PersonStatus::inactive;
  CHECK(choose_owner({idle}, kNow, {}).verdict == OwnerVerdict::orphaned);
  CHECK(choose_owner({idle, candidate("@acme/pay", "team", OwnerSource::catalog, 0.75)}, kNow, {})
            .verdict == OwnerVerdict::owned);
  auto old = candidate("j@x.io", "person", OwnerSource::blame, 0.5);
  old.date = kNow - std::int64_t{3} * 365 * 86400;
  CHECK(choose_owner({old}, kNow, {}).confidence == doctest::Approx(0.4));
}

TEST_CASE("choose_owner: nobody, or only a weak hint, is unowned") {
  const auto nobody = choose_owner({}, kNow, {{"CODEOWNERS:3", "names no owner"}});
  CHECK(nobody.verdict == OwnerVerdict::unowned);
  CHECK(nobody.name.empty());
  CHECK(nobody.evidence.size() == 1);
  const auto hint = choose_owner({candidate("acme", "org", OwnerSource::remote, 0.25)}, kNow, {});
  CHECK(hint.verdict == OwnerVerdict::unowned);
  CHECK(hint.name == "acme");
  CHECK(choose_owner({candidate("j@x.io", "person", OwnerSource::manifest, 0.35)}, kNow, {})
            .verdict == OwnerVerdict::weakly_owned);
}
