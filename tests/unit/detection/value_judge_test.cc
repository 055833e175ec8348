#include "detection/value_judge.h"

#include <doctest/doctest.h>

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "detection/default_password.h"
#include "detection/value_shape.h"

using nhiscan::is_named_in_path;
using nhiscan::is_placeholder;
using nhiscan::judge_value;
using nhiscan::shannon_entropy;
using nhiscan::ValueContext;
using nhiscan::ValueKind;

namespace {

struct Case {
  std::string_view value;
  std::string_view key;
  bool quoted;
  std::string_view path;
  ValueKind expected;
};

void check(std::span<const Case> cases) {
  for (const Case& c : cases) {
    CAPTURE(c.value);
    CAPTURE(c.key);
    CHECK(static_cast<int>(judge_value(c.value, {c.key, c.quoted, c.path, {}, {}})) ==
          static_cast<int>(c.expected));
  }
}

constexpr auto credible = ValueKind::credible;
constexpr auto placeholder = ValueKind::placeholder;
constexpr auto reference = ValueKind::reference;
constexpr auto code = ValueKind::code;
constexpr auto identifier = ValueKind::identifier;
constexpr auto encrypted = ValueKind::encrypted;
constexpr auto doubtful = ValueKind::doubtful;

}  // namespace

TEST_CASE("judge_value: weak passwords are still passwords") {
  check(std::to_array<Case>({
      {"hunter2", "password", false, "app.yml", credible},
      {"s3cr3t!", "db_password", true, "app.py", credible},
      {"P@ssw0rd", "Pwd", true, "web.config", credible},
      {"Summer2019", "DB_PASS", false, ".env", credible},
      {"123P4ssW0rd@@", "password", true, "app.py", credible},
      {"x^8Kd!2m", "", false, "", credible},
  }));
}

TEST_CASE("judge_value: passwords that anybody would guess are somebody's") {
  check(std::to_array<Case>({
      {"swordfish", "password", true, "app.js", credible},
      {"nacos", "password", false, "ci.yml", credible},
      {"123456", "password", true, "app.java", doubtful},
      {"connectorSA", "userPassword", false, "a.ldif", credible},
      {"root", "password", false, "app.go", code},
      {"1024", "password_length", false, "app.yml", identifier},
      {"translucent", "pass", true, "app.js", identifier},
      {"chauthtok", "passwd", false, "auth.log", placeholder},
  }));
  const auto of_user = [](std::string_view user, std::string_view value) {
    return judge_value(value, {{}, false, "app.py", {}, user});
  };
  CHECK(static_cast<int>(of_user("acme-test", "acme-test")) == static_cast<int>(doubtful));
  CHECK(static_cast<int>(of_user("scott", "tiger")) == static_cast<int>(doubtful));
  CHECK(static_cast<int>(of_user("app", "tiger")) == static_cast<int>(credible));
  CHECK(static_cast<int>(of_user("username", "username")) == static_cast<int>(code));
}

TEST_CASE("judge_value: a word before a host of the documentation is a sample") {
  const auto before = [](std::string_view value, std::string_view rest) {
    return judge_value(value, {{}, false, "app.py", rest, "app"});
  };
  CHECK(static_cast<int>(before("secret", "@[2001:db8::1]:5432/app")) ==
        static_cast<int>(placeholder));
  CHECK(static_cast<int>(before("secret", "@db.example.com/app")) == static_cast<int>(placeholder));
  CHECK(static_cast<int>(before("secret", "@db.acme.io/app")) == static_cast<int>(doubtful));
  CHECK(static_cast<int>(before("tR7kq2Vx9", "@db.example.com/app")) == static_cast<int>(credible));
  CHECK(static_cast<int>(before("secret", "@[")) == static_cast<int>(doubtful));
}

TEST_CASE("judge_value: passwords that come with a product, a short count behind them or not") {
  check(std::to_array<Case>({
      {"root", "jdbc.password", false, "app.properties", doubtful},
      {"postgres", "POSTGRES_PASSWORD", false, "compose.yml", doubtful},
      {"minio123", "MINIO_ROOT_PASSWORD", false, "run.sh", doubtful},
      {"minio123", "MINIO_SECRET_KEY", false, "run.sh", doubtful},
      {"minio-secret", "secretName", false, "app.yml", identifier},
      {"Grafana123!", "password", true, "a.py", doubtful},
      {"mysecretpassword", "POSTGRES_PASSWORD", false, "run.sh", placeholder},
      {"supersecret", "password", false, "app.yml", doubtful},
      {"secret", "", false, "app.py", doubtful},
      {"admin123", "password", false, "app.yml", credible},
      {"postgres-k7x", "password", false, "app.yml", credible},
      {"rootpass123", "password", false, "app.yml", credible},
      {"foo12345", "password", false, "app.yml", doubtful},
      {"test-password-1", "password", false, "app.yml", doubtful},
      {"ZGVtbw==", "password", false, "secret.yml", doubtful},
      {"aHVudGVyMng=", "password", false, "secret.yml", credible},
      {"12345", "", false, "play.yml", doubtful},
      {"SELF-TEST-3", "password", false, "check.sh", doubtful},
      {"WINTER-2026", "password", false, "app.yml", credible},
  }));
}

TEST_CASE("judge_value: names, versions and code that look like secrets") {
  check(std::to_array<Case>({
      {"1.13.5-k8s-vault", "acmesecrets", false, "app.yml", identifier},
      {"master-2026-12-11-08b888a", "token-refresher", false, "app.yml", identifier},
      {"$.config.account_key", "account_key", false, "app.yml", reference},
      {"error", "password", false, "app.libsonnet", code},
      {"acme-certgen:v20231011-8b53cabe0@sha256:"
       "a7943503b45d552785aa3b5e457f169a5661fb94d82b8a3373bcd9ebaf9aac80",
       "acme-webhook", false, "app.yml", identifier},
      {"billing-svc-1", "secretKey", true, "accounts.json", identifier},
      {"public-v2c", "credential", true, "snmp.conf", identifier},
      {"false|", "exclude_user_password", false, "tasks.txt", code},
      {".*/spring.datasource.password=root/g", "password", false, "Dockerfile", code},
      {"1515902314887", "timePasswordChanged", false, "logins.json", identifier},
      {"prog,link", "pass", true, "ltmain.sh", identifier},
      {"sunshine", "pass", false, "run.sh", credible},
      {"/yyjson", "PWD", false, "ci.yml", identifier},
      {"xyes", "ac_cv_header_pwd_h", false, "configure", identifier},
      {"rmio:660F3ADFrMU", "aeskeygenassist_3", true, "x86.lua", identifier},
      {"chassis", "MatchPassChassis", true, "labels.go", identifier},
      {"Preemptive", "OS_PASSWORDPOLICYFREE", true, "waits.go", identifier},
      {"Voer de 6-cijferige code in", "TWO_FACTOR_AUTH_TOKEN", true, "i18n/nl.json", placeholder},
      {"incorrect", "password", true, "login.spec.ts", placeholder},
  }));
}

TEST_CASE("is_users_name: the same name near a password, whatever count stands behind it") {
  const auto says = [](std::string_view before, std::string_view value, std::string_view behind) {
    const std::string text = std::string(before) + std::string(value) + std::string(behind);
    return nhiscan::is_users_name(text, {before.size(), before.size() + value.size()});
  };
  CHECK(says("username: acmedb\npassword: ", "acmedb", "\n"));
  CHECK(says("\"user\": \"acmedb\", \"password\": \"", "Acmedb123!", "\""));
  CHECK(says("password = ", "acmedb", "\ndatabase = acmedb\n"));
  CHECK_FALSE(says("host: acmedb\npassword: ", "acmedb", "\n"));
  CHECK_FALSE(says("user.password = 'acmedb'\nuser.password_again = '", "acmedb", "'\n"));
  CHECK_FALSE(says("user: acmedb2\npassword: ", "acmedb", "\n"));
  CHECK_FALSE(says("user: acmedb\npassword: ", "acmedb1999", "\n"));
  CHECK_FALSE(says("user: " + std::string(200, ' ') + "acmedb\npassword: ", "k7x", "\n"));
}

TEST_CASE("is_named_as_digest: a commit in a link") {
  CHECK(nhiscan::is_named_as_digest("([5979af34](https://git.acme.io/role/commit/"));
  CHECK_FALSE(nhiscan::is_named_as_digest("license_key: "));
}

TEST_CASE("is_in_name_near: the same text as a part of another name") {
  const auto says = [](std::string_view before, std::string_view value, std::string_view behind) {
    const std::string text = std::string(before) + std::string(value) + std::string(behind);
    return nhiscan::is_in_name_near(text, {before.size(), before.size() + value.size()});
  };
  CHECK(says("-subj /CN=ca.acmedb.io -passin pass:", "acmedb", "\n"));
  CHECK(says("CREATE USER 'acmedb'@'%' IDENTIFIED BY '", "acmedb", "';"));
  CHECK(says("in acmedb-ca.pem -passin pass:", "acmedb", "\n"));
  CHECK_FALSE(says("-storepass acmedb -keypass ", "acmedb", "\n"));
  CHECK_FALSE(says("acmedb_x.pem -keypass ", "acmedb", "\n"));
}

TEST_CASE("is_named_in_path: a word of the path, whatever count stands behind it") {
  CHECK(is_named_in_path("acmedb", "volumes/acmedb/secret.yaml"));
  CHECK(is_named_in_path("aCmedb123", "acmedb-secret.yaml"));
  CHECK_FALSE(is_named_in_path("acmedb7x", "volumes/acmedb/secret.yaml"));
  CHECK_FALSE(is_named_in_path("acmedb", "volumes/acmedbs/secret.yaml"));
  CHECK_FALSE(is_named_in_path("app", "app/secret.yaml"));
}

TEST_CASE("is_placeholder: one character throughout") {
  for (const std::string_view value : {"YYYY", "1111", "-----"})
    CHECK(is_placeholder(value));
  for (const std::string_view value : {"aaa", "1112", "7777x"})
    CHECK_FALSE(is_placeholder(value));
}

TEST_CASE("judge_value: a card's number, an escaped variable and an assignment are no secrets") {
  check(std::to_array<Case>({
      {"4242424242424243", "card_token", false, "app.yml", credible},
      {"4000056655665556", "card_token", false, "app.yml", identifier},
      {"\\$PWD", "password", false, "setup.sh", reference},
      {"users[0].secretKey=secretKey", "set", true, "NOTES.txt", code},
      {"foobarbazqux", "password", false, "app.yml", placeholder},
      {"1764547213", "password_expiry_utc", false, "app.yml", identifier},
      {"always", "update_password", true, "user.py", code},
      {"acme-foo1234567890abc", "token", true, "a.py", placeholder},
      {"acme-1234567890abc", "token", true, "a.py", doubtful},
      {"sc_bad.k7xq.2mZrT9wLp4Vn", "token", true, "a.py", placeholder},
      {"invalid-k7xq2mZrT9wLp4Vn", "token", true, "a.py", placeholder},
      {"ac.badk7xq2mZrT9wLp4Vn", "token", true, "a.py", credible},
      {"my-kms-key:OSMM+vkKUTCvQs9YL/CVMIMt43HFhkUpqJxTmGl6rYw=", "secret_key", false, "ci.yml",
       doubtful},
      {"ZXhhbXBsZS1jb29raWUtc2VjcmV0enp6", "cookie_secret", false, "a.yml", doubtful},
  }));
}

TEST_CASE("judge_value: random tokens are credible, quoted or in configuration") {
  check(std::to_array<Case>({
      {"k7xQ2mZrT9wLp4Vn", "api_key", true, "main.go", credible},
      {"k7xQ2mZrT9wLp4Vn", "API_KEY", false, ".env", credible},
      {"951bc382db9abad29c68634761dd6e19", "apiKey", true, "app.ts", credible},
      {"743b294a-cd03-41ec-9d64-0242ac120002", "token", false, "app.ini", credible},
      {"k7x!Q2mZ rT9w(Lp4Vn)B8sYc3Hd5Fx]vQ", "AUTH_KEY", true, "wp-config.php", credible},
      {"correct horse battery staple", "passphrase", true, "app.toml", credible},
  }));
}

TEST_CASE("judge_value: tokens that somebody made up may be real all the same") {
  check(std::to_array<Case>({
      {"abc123def456ghi789", "api_key", true, "a.py", doubtful},
      {"a1b2c3d4e5f6a7b8c9d0", "token", true, "a.py", doubtful},
      {"aA1bB2cC3dD4eE5fF6", "token", true, "a.py", doubtful},
      {"acme-1234567890abc", "token", true, "a.py", doubtful},
      {"qwertyqwerty1234", "secret", true, "a.py", doubtful},
      {"k7xQ2mZrT9wL-k7xQ2mZrT9wL", "token", true, "a.py", doubtful},
      {"abcdef1234", "token", true, "a.py", identifier},
      {"abc123def456", "password", true, "a.py", credible},
      {"9f4b2d7e1a3c8056d2e7f1b94a6c3d80", "token", true, "a.py", credible},
      {"38bb7b318cc6898c80317decb34525844bc9db55", "token", true, "a.py", credible},
  }));
}

TEST_CASE("judge_value: a provider's key that has not its provider's form") {
  check(std::to_array<Case>({
      {"ded7db27a4558e2ea9bbf0bf36ae0e8521618f", "AWS_SECRET_ACCESS_KEY", false, ".env",
       identifier},
      {"0413:k7xQ2mZrT9wLp4VnB8sYc3Hd5Fx", "telegram_token", true, "a.py", identifier},
      {"k7xQ2mZrT9wLp4VnB8sYc3Hd5Fx9QwEr", "MISTRAL_API_KEY", true, "a.py", credible},
  }));
}

TEST_CASE("judge_value: what follows tells a text from a value") {
  const auto kind = [](std::string_view rest) {
    return judge_value("Helaas", {"password.failed", false, "Labels_nl.properties", rest, {}});
  };
  CHECK(static_cast<int>(kind(", probeer")) == static_cast<int>(credible));
  CHECK(static_cast<int>(kind(" probeer een")) == static_cast<int>(placeholder));
  CHECK(static_cast<int>(kind("\nnext=1")) == static_cast<int>(credible));
  const ValueContext member{"pw", false, "a.patch", ">st_uid)) == NULL)", {}};
  CHECK(static_cast<int>(judge_value("getpwuid(st-", member)) == static_cast<int>(code));
}

TEST_CASE("names_its_store: environments and stores, not a program's variables") {
  for (const std::string_view value :
       {"${DB_PASSWORD}", "$DB_PASSWORD", "%DB_PASSWORD%", "{{ .Values.x }}", "${{ secrets.X }}",
        "process.env.X", "op://team/app/x", "vault:secret/app#x", "ssm:/app/x"}) {
    CAPTURE(value);
    CHECK(nhiscan::names_its_store(value));
  }
  for (const std::string_view value :
       {"$password", "{{", "this.password", "%s", ":param", "${f(x)}"}) {
    CAPTURE(value);
    CHECK_FALSE(nhiscan::names_its_store(value));
  }
}

TEST_CASE("judge_value: unquoted text in a program is an expression") {
  check(std::to_array<Case>({
      {"userPassword", "password", false, "Login.java", code},
      {"hash256", "token", false, "x.cc", code},
      {"ed25519.Ed25519PrivateKey", "private_key", false, "ssh.py", code},
      {"k7xQ2mZrT9wLp4Vn", "password", false, "Login.java", credible},
      {"userPassword", "password", false, "app.yml", placeholder},
      {"userSession", "password", false, "app.yml", identifier},
      {"password123", "password", false, "app.yml", credible},
  }));
}

TEST_CASE("judge_value: variables, object files and labels of a kernel are no secrets") {
  check(std::to_array<Case>({
      {"gv100_fifo_gpfifo_submit_token", "submit_token", false, "fifo.c", code},
      {"GPIO105_HX4700_nIR_ON", "gpio_password", false, "hx4700.c", code},
      {"ZD1201_NUMKEYS", "max_encoding_tokens", false, "zd1201.c", code},
      {"x9K2_vQ7mZr4T", "password", false, "run.c", credible},
      {"lpass-gfm-sm8250.o", "CONFIG_CLK_GFM_PASSWORD", false, "Makefile", identifier},
      {"disp_pwm_sel", "CLK_TOP_DISP_PWM_SEL", true, "clk.c", identifier},
      {"GPIO83_9f", "gpio_pwdown", false, "magician.dts", identifier},
      {"high_pass_filter_3db", "IIO_HIGH_PASS_FILTER_3DB", true, "event.c", identifier},
      {"prec,mode", "pass", false, "fpsp.S", code},
      {"[*]_tep_", "pass", false, "commands.txt", code},
      {"[*]_tep_", "password", false, "commands.txt", credible},
  }));
  CHECK(judge_value("cpu-pw15", {"cpu_pw15", false, "a.dtsi", " {", {}}) == code);
  CHECK(judge_value("xK9-vQ7m", {"cpu_pw15", false, "a.dtsi", "", {}}) == credible);
}

TEST_CASE("judge_value: references say where the secret is") {
  check(std::to_array<Case>({
      {"${DB_PASSWORD}", "password", true, "a.yml", reference},
      {"$DB_PASSWORD", "password", true, "a.sh", reference},
      {"$config->password", "password", true, "a.php", reference},
      {"{{ .Values.password }}", "password", true, "a.yaml", reference},
      {"<%= ENV['X'] %>", "password", true, "a.erb", reference},
      {"%(db_password)s", "password", false, "a.ini", reference},
      {"%DB_PASSWORD%", "password", false, "a.bat", reference},
      {"process.env.DB_PASSWORD", "password", false, "a.yml", reference},
      {"os.environ[", "password", false, "a.py", reference},
      {"vault:secret/data/app#password", "password", true, "a.yml", reference},
      {"op://team/app/password", "password", true, "a.env", reference},
      {"arn:aws:secretsmanager:eu-west-1:123456789012:secret:x", "secret", true, "a.tf", reference},
      {"!Ref", "password", false, "a.yml", reference},
      {"{password}", "password", true, "a.py", reference},
      {"Bearer {token}", "token", true, "a.py", reference},
      {"%s:%s", "user_pass", true, "a.py", reference},
      {"@DB_PASSWORD@", "password", false, "a.conf.in", reference},
      {"@db.password@", "password", false, "application.yml", reference},
  }));
}

TEST_CASE("judge_value: sealed forms") {
  check(std::to_array<Case>({
      {"ENC[AES256_GCM,data:k7xQ2mZr,iv:T9wL=,tag:p4Vn=,type:str]", "password", false, "a.yml",
       encrypted},
      {"ENC(k7xQ2mZrT9wLp4Vn)", "password", false, "a.properties", encrypted},
      {"$ANSIBLE_VAULT;1.1;AES256", "password", false, "a.yml", encrypted},
      {"{cipher}k7xQ2mZrT9wLp4Vn", "password", true, "a.yml", encrypted},
      {"{SSHA}k7xQ2mZrT9wLp4Vn", "userPassword", false, "a.ldif", encrypted},
  }));
}

TEST_CASE("judge_value: code") {
  check(std::to_array<Case>({
      {"getPassword()", "password", false, "a.kt", code},
      {"getPassword(", "password", false, "a.yml", code},
      {"string", "password", false, "a.ts", code},
      {"required", "password", true, "a.php", code},
      {"null", "token", false, "a.json", code},
      {"args[token.index]", "token", true, "a.md", code},
      {"a ? b : c", "secret", true, "a.js", code},
      {"d===t?a:b", "password", true, "a.min.js", code},
      {"),B?e.createElement(", "password", true, "a.min.js", code},
      {"\\x55\\x1D\\x10", "secret", true, "oids.txt", code},
      {"\\u3299\\ufe0f", "token", true, "a.js", code},
      {"80(%rsp)", "auth_key", false, "aes.pl", code},
      {"`pwd`", "ac_pwd", false, "configure", reference},
      {"$$DB_PASSWORD", "password", false, "a.yml", reference},
  }));
}

TEST_CASE("judge_value: placeholders and prose") {
  check(std::to_array<Case>({
      {"Enter your password", "password", true, "a.html", placeholder},
      {"password", "password", true, "a.yml", placeholder},
      {"Password:", "Password", true, "a.yml", placeholder},
      {"changeme", "password", false, "a.yml", placeholder},
      {"your-api-key-here", "api_key", true, "a.py", placeholder},
      {"<token>", "token", true, "a.md", placeholder},
      {"********", "password", true, "a.log", placeholder},
      {"xxxxxxxx", "secret", true, "a.yml", placeholder},
      {"XXXX-XXXX-XXXX", "password", true, "a.json", placeholder},
      {"key is not a valid Ed25519 private key", "token", true, "a.go", placeholder},
      {"Your password must have 8 characters or more", "password", true, "hr.php", placeholder},
      {"Contrase\xC3\xB1"
       "a nueva",
       "password", true, "es.json", placeholder},
  }));
}

TEST_CASE("judge_value: names, places and measures") {
  check(std::to_array<Case>({
      {"user_password_field", "password", true, "a.py", placeholder},
      {"is_authenticated", "self.passwd", true, "a.py", identifier},
      {"challengeCode", "CHALLENGE_PASSWORD", true, "a.py", identifier},
      {"k7xQ2mZrT9wLp4Vn", "tokenType", true, "a.js", identifier},
      {"743b294a-cd03-41ec-9d64-0242ac120002", "secretId", true, "a.json", identifier},
      {"/run/secrets/db", "password", true, "a.yml", identifier},
      {"https://id.acme.io/token", "token", true, "a.yml", identifier},
      {"Jo Doe (jo@acme.io)", "__author__", true, "a.py", identifier},
      {"-lgcc_s", "-pass-through", false, "CMakeOutput.log", identifier},
      {"softfail:neutral:permerror", "pass", false, "acl", identifier},
      {"force", "SSH_ASKPASS_REQUIRE", false, "run.sh", identifier},
      {"/usr/bin/pwgen", "PASSWD_PROG", false, "run.sh", identifier},
      {"NOUSER", "fake.pw_gecos", true, "auth.c", identifier},
      {"tR7-kq2Vx9", "user.getPassword", true, "Login.java", credible},
      {"2026-01-31", "password", true, "a.py", identifier},
      {"scram-sha-256", "password_encryption", true, "ci.yml", identifier},
      {"hashed", "password", true, "User.php", code},
      {"users", "passwords", true, "auth.php", code},
      {"encrypted:array", "secret", true, "User.php", code},
      {"required|confirmed", "password", true, "Request.php", identifier},
      {"auth[1", "password", false, "README.md", code},
      {"r=ab,s=abcd,i=5", "password", true, "scram.js", code},
      {"<confluent", "password", true, "a.properties", placeholder},
      {"CircleOfLife", "password", true, "test_auth.py", doubtful},
      {"not-default", "setPassword", true, "RootTest.java", doubtful},
      {"challengePassword", "password", true, "a.go", placeholder},
      {"overEvery", "allPass", true, "mapping.js", identifier},
      {"wrong-id", "password", true, "user_test.go", identifier},
      {"readpassphrase", "GETPASS", false, "configure.mk", identifier},
      {"undef", "rootpassword", false, "backup.pp", code},
      {"Sensitive($root_pw", "password", false, "a.pp", code},
      {"8080/message", "password", false, "README.adoc", identifier},
      {"password2", "password1", true, "forms.py", placeholder},
      {"*F9A8E96790775D196D12F53BCC88B8048FF62ED5", "password_hash", true, "a.rb", encrypted},
      {"sha256-k7xQ2mZrT9wLp4VnB8sYc3Hd", "secret", true, "a.lock", identifier},
      {"951bc382db9abad29c68634761dd6e19", "token", true, "yarn.lock", identifier},
      {"12.723374634", "last_token", true, "a.json", identifier},
      {"#A3AAB2", "token", true, "a.css", identifier},
      {"id", "key", true, "a.json", identifier},
      {"redis-cart:6379", "connectionString", true, "values.yaml", identifier},
      {"man1/openssl-passwd.pod", "passwd", false, "build.info", identifier},
      {"^6.4|^7.0", "password-hasher", true, "composer.json", identifier},
      {"--password=", "password", true, "a.php", identifier},
      {"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t", "ca_token", true, "a.tf", identifier},
      {"com.acme.db.MysqlDataSource", "", false, "Driver.java", identifier},
      {"user_id", "secret", true, "a.json", identifier},
  }));
}

TEST_CASE("is_placeholder: what no provider issues") {
  for (const std::string_view value :
       {"", "aaaaaaaaaaaaaaaa", "1234567890123456789012345678901234567890",
        "abcdefghijklmnopqrstuvwxyz", "pre_1234567890", "abababababab", "<your token>",
        "[password]", "%PASSWORD%", "YOUR_API_KEY", "replace-me", "my-example-token",
        "sk_live_xxxxxxxxxxxx", "****", "abc\xE2\x80\xA6xyz", "tok...end"}) {
    CAPTURE(value);
    CHECK(is_placeholder(value));
  }
}

TEST_CASE("is_placeholder: real tokens may hold samples' words, short counts and runs") {
  for (const std::string_view value :
       {"k7xQ2mEXAMPLErT9wLp4Vn", "EXAMPLEp4ssw0rd123", "sk_test_4eC39HqLyjWD", "q1234567zK8mVt",
        "AAAAAAk7xQ2mZrT9wLp4Vn", "k7.test.Q2mZrT9wLp4Vn", "hunter2", "R7aaaaQ2xx9"}) {
    CAPTURE(value);
    CHECK_FALSE(is_placeholder(value));
  }
}

TEST_CASE("is_placeholder: a key of many lines isn't judged by the words in it") {
  std::string key = "-----BEGIN TEST KEY-----\n";
  for (int i = 0; i < 20; ++i)
    key += "k7xQ2mZrT9wLp4VnB8sYc3Hd5FxvQyourKd8example\n";
  CHECK_FALSE(is_placeholder(key));
}

TEST_CASE("shannon_entropy: bits per byte") {
  CHECK(shannon_entropy("") == 0.0);
  CHECK(shannon_entropy("aaaa") == 0.0);
  CHECK(shannon_entropy("abab") == doctest::Approx(1.0));
  CHECK(shannon_entropy("0123456789abcdef") == doctest::Approx(4.0));
}
