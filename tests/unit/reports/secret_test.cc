#include <doctest/doctest.h>

#include <string>

#include "nhiscan/report.h"
#include "unit/reports/sample_report.h"

using namespace nhiscan;

TEST_CASE("Secret::redacted: shows four characters at each end of a long token at most") {
  struct Case {
    std::string secret;
    std::string shown;
  };
  const std::string dots = "\xE2\x80\xA6";
  for (const auto& example : {
           Case{"", ""},
           Case{"x", "********"},
           Case{"twenty-three-bytes-long", "********"},
           Case{"abcdefghijklmnopqrstuvwx", "abcd" + dots + "uvwx"},
           Case{"abcdefghijklmnopqrstuv==", "abcd" + dots + "uv=="},
           Case{"Server=db;Uid=me;Pwd=s3cr", "Serv" + dots},
           Case{"correct horse battery staple", "corr" + dots},
           Case{"a\nb\x1B"
                "defghijklmnopqrstuv\xFFwxyz",
                "a*b*" + dots},
       }) {
    CAPTURE(example.secret);
    CHECK(Secret(example.secret).redacted() == example.shown);
  }
}

TEST_CASE("Secret::redacted: says only the kind of a PEM block") {
  const std::string dots = "\xE2\x80\xA6";
  CHECK(Secret(sample::private_key()).redacted() == "-----BEGIN RSA PRIVATE KEY-----" + dots);
  CHECK(Secret("\n  " + sample::private_key()).redacted() ==
        "-----BEGIN RSA PRIVATE KEY-----" + dots);
  CHECK(Secret(std::string("-----BEGIN ") + "PRIVATE KEY-----\\nMIIE\\n").redacted() ==
        "-----BEGIN PRIVATE KEY-----" + dots);
  CHECK(Secret("-----BEGIN lower case is no label-----").redacted() == "----" + dots);
  CHECK(Secret("-----BEGIN AND NO MORE OF ANYTHING").redacted() == "----" + dots);
}

TEST_CASE("shown_secret: follows the report's settings") {
  Report report;
  Finding finding;
  finding.secret = Secret("caf\xC3\xA9\nabcde");
  const std::string dots = "\xE2\x80\xA6";
  CHECK(shown_secret(report, finding) == "********");
  report.redact_percent = 50;
  CHECK(shown_secret(report, finding) == "caf\xC3\xA9\\x0a" + dots);
  report.redact_percent = 90;
  CHECK(shown_secret(report, finding) == "c" + dots);
  report.redact_percent = 0;
  CHECK(shown_secret(report, finding) ==
        "caf\xC3\xA9\\x0a"
        "abcde");
  report.redact_percent = 500;
  CHECK(shown_secret(report, finding) == "********");
  report.show_secrets = true;
  CHECK(shown_secret(report, finding) == finding.secret.expose());
}
