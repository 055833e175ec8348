#include "classification/context.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace nhiscan;

TEST_CASE("context_of: reads the kind of file from its path") {
  struct Row {
    std::string path;
    Context context;
  };
  const auto rows = std::to_array<Row>({
      {"src/app.py", Context::code},
      {"config/prod.yaml", Context::config},
      {".env", Context::config},
      {".env.local", Context::config},
      {".npmrc", Context::config},
      {".github/workflows/ci.yml", Context::ci},
      {".gitlab-ci.yml", Context::ci},
      {"Dockerfile", Context::container},
      {"deploy/Dockerfile.prod", Context::container},
      {"docker-compose.yml", Context::container},
      {"var/app.log", Context::log},
      {"logs/today", Context::log},
      {"notes/a.ipynb", Context::notebook_source},
      {".claude/settings.json", Context::agent_config},
      {".mcp.json", Context::agent_config},
      {"README.md", Context::documentation},
      {"docs/setup.yaml", Context::documentation},
      {"docs_src/login.py", Context::documentation},
      {"src/docstring/app.py", Context::code},
      {"tests/app.py", Context::test},
      {"src/app_test.go", Context::test},
      {"src/app.spec.ts", Context::test},
      {"testing/fixtures/key.pem", Context::test},
      {"src/contest.py", Context::code},
      {"src/latest/app.py", Context::code},
      {"caddytest/a.key", Context::test},
      {"regress/rsa.prv", Context::test},
      {"testenv/certs/ca-key.pem", Context::test},
      {"src/test.py", Context::code},
      {"src/test.acme.io.pem", Context::test},
      {"contrib/test.netrc", Context::test},
      {"module/integration-test/App.java", Context::test},
      {"core/src/testFixtures/App.java", Context::test},
      {"_unit_tests/run.sh", Context::test},
      {"src/LoginTests.java", Context::test},
      {"src/login-test.js", Context::test},
      {"app.yml.dist", Context::documentation},
      {".env.example", Context::documentation},
      {"settings.sample.php", Context::documentation},
      {"sample.php", Context::code},
  });
  for (const Row& row : rows)
    CHECK_MESSAGE(context_of(row.path) == row.context, row.path);
}

TEST_CASE("environment_of: the key wins over the path") {
  struct Row {
    std::string path;
    std::string key;
    std::string environment;
  };
  const auto rows = std::to_array<Row>({
      {"config/production/db.yml", "", "prod"},
      {"envs/staging.tfvars", "", "staging"},
      {"a/dev/b", "PROD_DB_PASSWORD", "prod"},
      {"app.yml", "devToken", "dev"},
      {"app.yml", "devices", "unknown"},
      {"src/app.yml", "password", "unknown"},
  });
  for (const Row& row : rows)
    CHECK_MESSAGE(environment_of(row.path, row.key) == row.environment, row.path);
}
