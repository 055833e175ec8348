#include "reports/secret_store.h"

#include <doctest/doctest.h>

#include <string>

using namespace nhiscan;

namespace {

std::string line(std::string_view path, std::string_view key) {
  return store_advice(path, key, "acme-api-key").line;
}

}  // namespace

TEST_CASE("store_advice: the line of each language") {
  struct Case {
    const char* path;
    const char* line;
  };
  const Case cases[] = {
      {"src/app.py", "stripeKey = os.environ[\"STRIPE_KEY\"]"},
      {"web/app.ts", "const stripeKey = process.env.STRIPE_KEY;"},
      {"main.go", "stripeKey := os.Getenv(\"STRIPE_KEY\")"},
      {"A.java", "String stripeKey = System.getenv(\"STRIPE_KEY\");"},
      {"a.RB", "stripeKey = ENV.fetch(\"STRIPE_KEY\")"},
      {"index.php", "$stripeKey = getenv('STRIPE_KEY');"},
      {"run.sh", "stripeKey=${STRIPE_KEY:?is not set}"},
      {"a.pl", "my $stripeKey = $ENV{STRIPE_KEY};"},
      {"app.yml", "stripeKey: ${STRIPE_KEY}"},
      {".github/workflows/ci.yml", "stripeKey: ${{ secrets.STRIPE_KEY }}"},
      {".gitlab-ci.yml", "stripeKey: $STRIPE_KEY"},
      {"main.tf", "stripeKey = var.stripeKey"},
      {"conf.json", "\"stripeKey\": \"${STRIPE_KEY}\""},
      {"Jenkinsfile", "stripeKey = System.getenv('STRIPE_KEY')"},
      {"deploy/.env", ""},
      {".env.example", "stripeKey="},
      {"server.pem", ""},
      {"no-extension", "${STRIPE_KEY}"},
  };
  for (const Case& one : cases)
    CHECK_MESSAGE(line(one.path, "stripeKey") == one.line, one.path);
}

TEST_CASE("store_advice: where to keep it, in words") {
  CHECK(store_advice("deploy/.env", "A", "b").where.find(".gitignore") != std::string::npos);
  CHECK(store_advice("id_rsa.pem", "", "ssh-key").where.find("SSH_KEY") != std::string::npos);
}

TEST_CASE("store_advice: names for the variable") {
  struct Case {
    const char* key;
    const char* line;
  };
  const Case cases[] = {
      {"db_password", "db_password = os.environ[\"DB_PASSWORD\"]"},
      {"DB_PASSWORD", "DB_PASSWORD = os.environ[\"DB_PASSWORD\"]"},
      {"apiKey2", "apiKey2 = os.environ[\"API_KEY2\"]"},
      {"", "acme_api_key = os.environ[\"ACME_API_KEY\"]"},
      {"a b; rm -rf", "acme_api_key = os.environ[\"ACME_API_KEY\"]"},
      {"_1", "acme_api_key = os.environ[\"ACME_API_KEY\"]"},
  };
  for (const Case& one : cases)
    CHECK_MESSAGE(line("a.py", one.key) == one.line, one.key);
  CHECK(store_advice("a.py", "", "2fa").line == "secret_2fa = os.environ[\"SECRET_2FA\"]");
}

TEST_CASE("allow_comment: as the language has them") {
  CHECK(allow_comment("a.py", "x y").text == "# nhiscan:allow x y");
  CHECK(allow_comment("a.ts", "x").text == "// nhiscan:allow x");
  CHECK(allow_comment("a.sql", "x").text == "-- nhiscan:allow x");
  CHECK(allow_comment("a.xml", "x").text == "<!-- nhiscan:allow x -->");
  CHECK_FALSE(allow_comment("a.py", "x").is_on_line_before);
  CHECK(allow_comment("a.json", "x").text.empty());
  CHECK(allow_comment(".env", "x").text == "# nhiscan:allow-next-line x");
  CHECK(allow_comment(".env", "x").is_on_line_before);
  CHECK(allow_comment("Dockerfile", "x").text == "# nhiscan:allow-next-line x");
}
