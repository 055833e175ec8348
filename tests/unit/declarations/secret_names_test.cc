#include "declarations/secret_names.h"

#include <doctest/doctest.h>

using nhiscan::Kind;
using nhiscan::read_secret_name;

TEST_CASE("read_secret_name: kind and provider from the words of a name") {
  struct Case {
    std::string_view name;
    Kind kind;
    std::string_view provider;
    bool is_identifier;
  };
  for (const Case& c : {
           Case{"NPM_TOKEN", Kind::api_key, "npm", false},
           Case{"DB_PASSWORD", Kind::password, "", false},
           Case{"dbPassword", Kind::password, "", false},
           Case{"SLACK_WEBHOOK_URL", Kind::webhook, "Slack", false},
           Case{"slack-webhook.url", Kind::webhook, "Slack", false},
           Case{"GITHUB_WEBHOOK_SECRET", Kind::signing_secret, "GitHub", false},
           Case{"AZURE_CLIENT_SECRET", Kind::client_secret, "Azure", false},
           Case{"AZURE_CLIENT_ID", Kind::service_account, "Azure", true},
           Case{"AWS_ACCESS_KEY_ID", Kind::api_key, "AWS", false},
           Case{"AWS_ROLE_ARN", Kind::service_account, "AWS", true},
           Case{"AWS_REGION", Kind::service_account, "AWS", true},
           Case{"DEPLOY_SSH_KEY", Kind::ssh_key, "", false},
           Case{"APP_PRIVATE_KEY", Kind::private_key, "", false},
           Case{"GPG_PASSPHRASE", Kind::password, "", false},
           Case{"GPG_KEY", Kind::pgp_key, "", false},
           Case{"DOCKERHUB_TOKEN", Kind::api_key, "Docker Hub", false},
           Case{"DOCKERHUB_USERNAME", Kind::service_account, "Docker Hub", true},
           Case{"GCP_CREDENTIALS", Kind::service_account, "Google Cloud", false},
           Case{"DATABASE_URL", Kind::connection_string, "", false},
           Case{"PYPI_API_TOKEN", Kind::api_key, "PyPI", false},
           Case{"PASSENGER", Kind::api_key, "", false},
           Case{"tls.key", Kind::private_key, "", false},
           Case{"tls.crt", Kind::certificate, "", false},
           Case{"", Kind::api_key, "", false},
           Case{"___", Kind::api_key, "", false},
       }) {
    CAPTURE(c.name);
    const auto read = read_secret_name(c.name);
    CHECK(to_string(read.kind) == to_string(c.kind));
    CHECK(read.provider == c.provider);
    CHECK(read.is_identifier == c.is_identifier);
  }
}
