#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "declarations/actions_expressions.h"
#include "declarations/declarations.h"

using namespace nhiscan;

namespace {

constexpr std::string_view kPath = "shop/.github/workflows/ci.yml";

std::vector<Declaration> read(const std::string& yaml, std::string_view path = kPath) {
  return read_declarations(path, yaml).declarations;
}

Declaration find(const std::vector<Declaration>& all, const std::string& name) {
  const auto found = std::ranges::find(all, name, &Declaration::name);
  REQUIRE_MESSAGE(found != all.end(), name);
  return *found;
}

bool warns(const Declaration& declaration, const std::string& part) {
  return std::ranges::any_of(declaration.warnings, [&](const std::string& warning) {
    return warning.find(part) != std::string::npos;
  });
}

std::string job(const std::string& body) {
  return "on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n" + body;
}

std::string step(const std::string& body) { return job("    steps:\n    - " + body); }

}  // namespace

TEST_CASE("find_secret_references: every way to read a secret") {
  struct Case {
    std::string text;
    SecretUse use;
    std::string name;
    std::string span;
  };
  for (const Case& c : {
           Case{"${{ secrets.KEY }}", SecretUse::named, "KEY", "secrets.KEY"},
           Case{"${{secrets['my-key']}}", SecretUse::named, "my-key", "secrets['my-key']"},
           Case{"a ${{ format('{0}', Secrets.KEY) }}", SecretUse::named, "KEY", "Secrets.KEY"},
           Case{"${{ toJSON(secrets) }}", SecretUse::all, "", "secrets"},
           Case{"${{ secrets.* }}", SecretUse::all, "", "secrets.*"},
           Case{"${{ secrets[matrix.key] }}", SecretUse::computed, "", "secrets["},
           Case{"${{ secrets[format('A_{0}', x)] }}", SecretUse::computed, "", "secrets["},
           Case{"${{ secrets.GITHUB_TOKEN }}", SecretUse::token, "GITHUB_TOKEN",
                "secrets.GITHUB_TOKEN"},
           Case{"${{ github.token }}", SecretUse::token, "", "github.token"},
       }) {
    CAPTURE(c.text);
    const auto found = find_secret_references(c.text, {0, c.text.size()});
    REQUIRE(found.size() == 1);
    CHECK(found.front().use == c.use);
    CHECK(found.front().name == c.name);
    CHECK(c.text.substr(found.front().span.begin, found.front().span.size()) == c.span);
  }
}

TEST_CASE("find_secret_references: what only looks like one") {
  for (const std::string_view text :
       {"secrets.KEY", "${{ 'secrets.KEY' }}", "${{ inputs.secrets.KEY }}", "${{ my-secrets.KEY }}",
        "${{ github.token_type }}", "${{", "${{ }} secrets.KEY }}"}) {
    CAPTURE(text);
    CHECK(find_secret_references(text, {0, text.size()}).empty());
  }
}

TEST_CASE("github actions: permissions of each job's token") {
  struct Case {
    std::string permissions;
    ScopeLevel level;
    std::vector<std::string> grants;
  };
  for (const Case& c : {
           Case{"permissions: write-all", ScopeLevel::admin, {"write-all"}},
           Case{"permissions: read-all", ScopeLevel::read, {"read-all"}},
           Case{"permissions: {}", ScopeLevel::none, {}},
           Case{
               "permissions: {contents: read, issues: none}", ScopeLevel::read, {"contents: read"}},
           Case{"permissions: {contents: read, packages: write}",
                ScopeLevel::write,
                {"contents: read", "packages: write"}},
           Case{"permissions: {id-token: write}", ScopeLevel::write, {"id-token: write"}},
           Case{"name: none", ScopeLevel::unknown, {}},
       }) {
    CAPTURE(c.permissions);
    const Declaration token =
        find(read(job("    " + c.permissions + "\n")), "GITHUB_TOKEN of ci.yml/build");
    CHECK(to_string(token.scope.level) == to_string(c.level));
    CHECK(token.scope.grants == c.grants);
    CHECK(token.what == "workflow-permissions");
    CHECK(token.kind == Kind::service_account);
    CHECK(token.lifetime.lifetime_class == LifetimeClass::ephemeral);
    CHECK(token.target == "shop");
  }
  const auto all = read("permissions: read-all\n" + job("    permissions: write-all\n"));
  const Declaration token = find(all, "GITHUB_TOKEN of ci.yml/build");
  CHECK(token.scope.level == ScopeLevel::admin);
  CHECK(token.location.line == 6);
  CHECK(find(read(job("    permissions: {id-token: write}\n")), "GITHUB_TOKEN of ci.yml/build")
            .facts.contains("oidc"));
}

TEST_CASE("github actions: a secret with its consumers, place and environment") {
  const auto all = read(
      "env:\n  TOKEN: ${{ secrets.NPM_TOKEN }}\n" +
      job("    environment: {name: production}\n    steps:\n    - name: Publish\n      run: |\n"
          "        é ${{ secrets.NPM_TOKEN }}\n        echo ${{ secrets['DB_PASSWORD'] }}\n"));
  const Declaration token = find(all, "secrets.NPM_TOKEN");
  CHECK(token.provider == "npm");
  CHECK(token.kind == Kind::api_key);
  CHECK(token.storage == Storage::referenced);
  CHECK(token.consumers == std::vector<std::string>{".github/workflows/ci.yml",
                                                    ".github/workflows/ci.yml build/Publish"});
  CHECK(token.location.line == 2);
  CHECK(token.location.column == 14);
  const Declaration password = find(all, "secrets.DB_PASSWORD");
  CHECK(password.kind == Kind::password);
  CHECK(password.provider == "GitHub");
  CHECK(password.location.line == 12);
  CHECK(password.location.column == 18);
  CHECK(std::get<std::vector<std::string>>(password.facts.at("environments")) ==
        std::vector<std::string>{"production"});
}

TEST_CASE("github actions: a job's token isn't a stored secret") {
  const auto all = read(step("id: push\n      env: {T: \"${{ secrets.GITHUB_TOKEN }}\"}\n"));
  REQUIRE(all.size() == 1);
  CHECK(std::ranges::find(all.front().consumers, ".github/workflows/ci.yml build/push") !=
        all.front().consumers.end());
}

TEST_CASE("github actions: federated logins") {
  struct Case {
    std::string step;
    std::string name;
    std::string provider;
    std::string target;
  };
  for (const Case& c : {
           Case{"uses: aws-actions/configure-aws-credentials@v4\n      with: {role-to-assume: "
                "'arn:aws:iam::1:role/x'}\n",
                "arn:aws:iam::1:role/x", "AWS", "arn:aws:iam::1:role/x"},
           Case{"uses: aws-actions/configure-aws-credentials@v4\n      with: {role-to-assume: "
                "'${{ vars.ROLE }}'}\n",
                "${{ vars.ROLE }}", "AWS", "shop"},
           Case{"uses: google-github-actions/auth@v2\n      with: {workload_identity_provider: p, "
                "service_account: s@p.iam.gserviceaccount.com}\n",
                "s@p.iam.gserviceaccount.com", "Google Cloud", "s@p.iam.gserviceaccount.com"},
           Case{"uses: azure/login@v2\n      with: {client-id: 0-0, tenant-id: 1-1}\n", "0-0",
                "Azure", "0-0"},
           Case{"uses: hashicorp/vault-action@v3\n      with: {method: jwt, role: ci}\n", "ci",
                "HashiCorp Vault", "ci"},
       }) {
    CAPTURE(c.step);
    const Declaration federated = find(read(step(c.step)), c.name);
    CHECK(federated.what == "oidc");
    CHECK(federated.kind == Kind::workload_identity);
    CHECK(federated.lifetime.lifetime_class == LifetimeClass::ephemeral);
    CHECK(federated.provider == c.provider);
    CHECK(federated.target == c.target);
  }
}

TEST_CASE("github actions: static keys where federation is possible") {
  struct Case {
    std::string action;
    std::string inputs;
  };
  for (const Case& c : {
           Case{"aws-actions/configure-aws-credentials@v4", "role-to-assume: r, aws-access-key-id"},
           Case{"google-github-actions/auth@v2", "credentials_json"},
           Case{"azure/login@v2", "creds"},
           Case{"hashicorp/vault-action@v3", "token"},
           Case{"pypa/gh-action-pypi-publish@v1", "password"},
       }) {
    std::string body = "uses: " + c.action;
    body.append("\n      with: {").append(c.inputs).append(": '${{ secrets.S }}'}\n");
    CAPTURE(body);
    const auto all = read(step(body));
    CHECK(warns(find(all, "secrets.S"), "static key where federation is possible"));
    CHECK(std::ranges::count(all, "oidc", &Declaration::what) == 0);
  }
}

TEST_CASE("github actions: trusted publishing and GitHub Apps") {
  const auto publish =
      read("permissions: {id-token: write}\n" + step("uses: pypa/gh-action-pypi-publish@v1\n"));
  CHECK(find(publish, "trusted publisher .github/workflows/ci.yml").provider == "PyPI");
  const auto app =
      read(step("uses: actions/create-github-app-token@v1\n      with: {app-id: 12, "
                "private-key: '${{ secrets.APP_PRIVATE_KEY }}', "
                "permission-contents: write}\n"));
  CHECK(find(app, "GitHub App 12").scope.grants == std::vector<std::string>{"contents: write"});
  CHECK(find(app, "secrets.APP_PRIVATE_KEY").kind == Kind::private_key);
}

TEST_CASE("github actions: secrets handed to actions that aren't pinned") {
  struct Case {
    std::string uses;
    bool warned;
  };
  const std::string commit(40, 'a');
  for (const Case& c : {
           Case{"other/action@v1", true},
           Case{"other/action@" + commit, false},
           Case{"other/action@main", true},
           Case{"actions/checkout@v4", false},
           Case{"./local", false},
           Case{"docker://image:latest", true},
           Case{"docker://image@sha256:" + commit, false},
       }) {
    CAPTURE(c.uses);
    const auto all = read(step("uses: " + c.uses + "\n      with: {t: '${{ secrets.S }}'}\n"));
    CHECK(warns(find(all, "secrets.S"), "not pinned to a commit") == c.warned);
  }
}

TEST_CASE("github actions: over-sharing") {
  CHECK(warns(find(read("jobs: {call: {uses: ./.github/workflows/x.yml, secrets: inherit}}\n"),
                   "secrets.*"),
              "secrets: inherit"));
  CHECK(warns(find(read(step("run: echo '${{ toJSON(secrets) }}'\n")), "secrets.*"), "toJSON"));
  const auto target = read(
      "on:\n  pull_request_target:\njobs:\n  build:\n    steps:\n    - uses: actions/checkout@v4\n"
      "      with: {ref: '${{ github.event.pull_request.head.sha }}'}\n"
      "    - run: echo ${{ secrets.S }}\n");
  CHECK(warns(find(target, "secrets.S"), "pull_request_target"));
  CHECK(warns(find(target, "GITHUB_TOKEN of ci.yml/build"), "own code"));
}

TEST_CASE("github actions: which files, whose owner") {
  const std::string yaml = "# Builds\n# Owner: payments team\n" + job("");
  CHECK(find(read(yaml), "GITHUB_TOKEN of ci.yml/build").owner_label == "payments team");
  CHECK(read(yaml, "x/.github/workflows/ci.txt").empty());
  CHECK(read(yaml, "workflows/ci.yml").empty());
  CHECK(read(yaml, "my.github/workflows/ci.yml").empty());
  CHECK(read(yaml, ".forgejo/workflows/ci.yaml").front().provider == "Gitea / Forgejo");
  CHECK(read(yaml, ".github/workflows/ci.yml").front().target.empty());
  CHECK(read("jobs: [\n").empty());
}
