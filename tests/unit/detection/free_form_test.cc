// Free-form credentials in the syntaxes of many languages and formats: each template with each
// value. "{}" stands for the value; "~" is taken out, so that no scanner finds the key here.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detection/matcher.h"
#include "detection/rule_file.h"
#include "detection/rule_set.h"

using namespace nhiscan;

namespace {

struct Line {
  std::string_view path;
  std::string_view text;
};

constexpr auto kPasswordLines = std::to_array<Line>({
    {".env", "DB_PASS~WORD={}"},
    {".env", "export DB_PASS~WORD={}"},
    {".env", "DB_PASS~WD='{}'"},
    {"app.yml", "pass~word: {}"},
    {"seed.sql", "INSERT INTO settings VALUES ('smtp_pass~word', '{}');"},
    {"setup.md", "| `DB_PASS~WORD` | `{}` |"},
    {"app.yml", "  db_pass~: \"{}\""},
    {"app.yml", "mailPass~: {}"},
    {"app.yml", "- name: DB_PASS~WORD\n  value: \"{}\"\n"},
    {"app.yml", "db_pass~word: |-\n  {}\n"},
    {"compose.yml", "      - MYSQL_ROOT_PASS~WORD={}"},
    {"app.json", "{\"pass~word\": \"{}\"}"},
    {"app.json", R"({"log": "{\"user\":\"svc\",\"pass~word\":\"{}\"}"})"},
    {"app.json", R"({"name": "DB_PASS~WORD", "value": "{}"})"},
    {"app.properties", "spring.datasource.pass~word={}"},
    {"app.properties", "mail.pass~word = {}"},
    {"app.ini", "[client]\npass~word = {}\n"},
    {"rclone.conf", "[remote]\ntype = sftp\npass~ = {}\n"},
    {"app.toml", "pass~word = \"{}\""},
    {"main.tf", "  master_pass~word = \"{}\""},
    {"variables.tf", "variable \"db_pass~word\" {\n  type = string\n  default = \"{}\"\n}"},
    {"settings.py", "'PASS~WORD': '{}',"},
    {"settings.py", "DB_PASS~WORD = '{}'"},
    {"a.py", "connect(host='db', pass~word='{}')"},
    {"a.py", "os.environ.get('DB_PASS~WORD', '{}')"},
    {"a.py", "if user == 'a' and pass~word == '{}':"},
    {"a.py", "requests.get(url, auth=('billing', '{}'))"},
    {"a.rb", ":pass~word => '{}'"},
    {"a.rb", "pass~word: '{}'"},
    {"a.js", "const user = {pass~word: '{}'};"},
    {"a.js", "nodemailer({auth: {user: 'svc', pass~: '{}'}})"},
    {"a.ts", "private pass~word: string = '{}';"},
    {"a.go", "pass~word := \"{}\""},
    {"a.go", "Pass~word:  \"{}\","},
    {"A.java", "private static final String PASS~WORD = \"{}\";"},
    {"A.java", "ds.setPass~word(\"{}\");"},
    {"A.java", "props.put(\"pass~word\", \"{}\");"},
    {"A.java", R"(DriverManager.getConnection("jdbc:x:db", "svc", "{}"))"},
    {"A.kt", "val pass~word: String = \"{}\""},
    {"A.cs", "new NetworkCredential(\"svc\", \"{}\")"},
    {"A.java", "subject.login(new UsernamePass~wordToken(\"svc\", \"{}\"));"},
    {"A.swift", "let userPass~word = \"{}\""},
    {"a.php", "define('DB_PASS~WORD', '{}');"},
    {"a.php", "$cfg['pass~word'] = '{}';"},
    {"a.php", "mysqli_connect('db.acme.io', 'svc', '{}', 'shop')"},
    {"a.pl", "my $pass~word = '{}';"},
    {"a.ps1", "$Pass~word = \"{}\""},
    {"a.sh", "PGPASS~WORD={} psql -h db"},
    {"a.sh", "DB_PASS~WORD=\"${DB_PASS~WORD:-{}}\""},
    {"a.sh", "tool --pass~word '{}' run"},
    {"a.sh", "curl -u svc:{} https://api.acme.io"},
    {"Dockerfile", "ENV DB_PASS~WORD={}"},
    {"a.xml", "<pass~word>{}</pass~word>"},
    {"web.config", "<add key=\"SmtpPass~word\" value=\"{}\" />"},
    {"tomcat.xml", "<user username=\"svc\" pass~word=\"{}\" roles=\"x\"/>"},
    {"a.plist", "<key>SmtpPass~word</key>\n  <string>{}</string>"},
    {"a.sql", "CREATE USER 'svc'@'%' IDENTIFIED BY '{}';"},
    {"a.sql", "ALTER ROLE svc WITH PASS~WORD '{}';"},
    {".netrc", "machine api.acme.io login svc pass~word {}"},
    {"a.conf", "url = amqp://svc:{}@mq.acme.io:5672"},
    {"a.conf", "url = https://svc:{}@git.acme.io/x.git"},
    {"a.conf", "url = postgres://svc:{}@db.acme.io/shop"},
    {"a.conf", "url = stomp://svc:{}@mq.acme.io:61613"},
    {"a.conf", "Server=db.acme.io;Database=shop;User Id=svc;Pass~word={};"},
});

constexpr auto kPasswords = std::to_array<std::string_view>(
    {"tR7-kq2Vx9", "hunter2", "Sommer2019!", "wm4zpl8zqe", "EXAMPLEpw99", "x.Test_42"});

constexpr auto kTokenLines = std::to_array<Line>({
    {".env", "API_KEY~={}"},
    {".env", "ACME_SEC~RET={}"},
    {"app.yml", "access_tok~en: {}"},
    {"app.yml", "clientSec~ret: '{}'"},
    {"app.yml", "apiTok~en: >\n    {}\nnext: 1"},
    {"app.json", R"("api_k~ey" : "{}")"},
    {"app.properties", "acme.api-k~ey={}"},
    {"a.ini", "sec~ret_key = {}"},
    {"a.py", "ACME_TOK~EN = \"{}\""},
    {"a.py", "client = Client(api_k~ey=\"{}\")"},
    {"a.js", "const apiK~ey = `{}`;"},
    {"a.js", "headers: {'X-Api-K~ey': '{}'}"},
    {"a.go", "const authTok~en = \"{}\""},
    {"A.java", "String sec~retKey = \"{}\";"},
    {"A.java", "builder.withApiK~ey(\"{}\")"},
    {"a.php", "'auth_tok~en' => '{}',"},
    {"a.sh", "curl -H 'Authorization: Bearer {}' https://api.acme.io"},
    {"a.sh", "curl 'https://api.acme.io/v1?api_k~ey={}&q=1'"},
    {"a.sh", "tool --api-k~ey {}"},
    {"a.sh", "tool --access-tok~en={}"},
    {"Dockerfile", "ENV ACME_TOK~EN {}\n"},
    {"a.tf", "sec~ret_key = \"{}\""},
    {"strings.xml", "<string name=\"api_k~ey\">{}</string>"},
    {"a.gradle", "buildConfigField 'String', 'API_K~EY', '\"{}\"'"},
    {".npmrc", "//npm.acme.io/:_authTok~en={}"},
    {"a.http", "X-Auth-Tok~en: {}"},
    {"a.md", "| Authorization: Token {} |"},
});

constexpr auto kTokens = std::to_array<std::string_view>(
    {"k7xQ2mZrT9wLp4Vn", "951bc382db9abad29c68634761dd6e19", "q4Zt8KxWm2RvB7nLp9YcEXAMPLE",
     "8c1f0a63-5b7e-4c2d-9a14-6fd2e07b3c58"});

constexpr auto kOtherTrueLines = std::to_array<Line>({
    {"a.yml", "Authorization: Basic YmlsbGluZzp0Ujcta3EyVng5"},
    {"a.py", "headers = {'X': 'Basic YmlsbGluZzp0Ujcta3EyVng5'}"},
    {"wp-config.php", "define('AUTH_KEY~', 'k7x!Q2mZ rT9w(Lp4Vn)B8sYc3Hd5Fx]vQ8K');"},
    {"settings.py", "SECRET_K~EY = 'kq2vx9wm4-tr7zpl8zqek7xmzrt9wlp4vnb8syc'"},
    {".env", "APP_K~EY=base64:q7ZrK1mWvT4LxN9bYc2JhGd5Ps8RfU3eQa6kXo0iBwE="},
    {"a.sh", "sshpass -p tR7-kq2Vx9 ssh svc@host"},
    {"a.sh", "mysql -u svc -ptR7-kq2Vx9 shop"},
    {"a.conf", "requirepass tR7-kq2Vx9"},
});

// What stands where a password or token would, and is none.
constexpr auto kNoSecrets = std::to_array<std::string_view>({
    "${DB_PASSWORD}",
    "$DB_PASSWORD",
    "%DB_PASSWORD%",
    "{{ .Values.password }}",
    "{{password}}",
    "{{ vault_db_password }}",
    "${{ secrets.DB_PASSWORD }}",
    "#{password}",
    "<%= ENV['DB_PASSWORD'] %>",
    "$(DB_PASSWORD)",
    "$(cat /run/secrets/db)",
    "${env:DB_PASSWORD}",
    "process.env.DB_PASSWORD",
    "os.environ['DB_PASSWORD']",
    "op://team/app/password",
    "vault:secret/data/app#password",
    "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db",
    "<password>",
    "<your-token>",
    "<YOUR API KEY>",
    "[password]",
    "changeme",
    "CHANGE_ME",
    "change-me-please",
    "your-api-key-here",
    "YOUR_PASSWORD",
    "YourApiKey",
    "your_db_password",
    "REPLACE_ME",
    "REPLACE-WITH-TOKEN",
    "TODO",
    "xxxxxxxx",
    "XXXX-XXXX-XXXX",
    "********",
    "****",
    "........",
    "dummy-token",
    "dummy_password",
    "foobar",
    "placeholder",
    "insert-token-here",
    "redacted",
    "[REDACTED]",
    "aaaaaaaaaaaaaaaa",
    "00000000000000000000",
    "1234567890123456",
    "password",
    "PASSWORD",
    "secret",
    "token",
    "api_key",
    "DB_PASSWORD",
    "INFLUXDB_AUTH_TOKEN",
    "user_password",
    "getPassword()",
    "config.get('password')",
    "this.password",
    "self.password",
    "null",
    "None",
    "undefined",
    "true",
    "string",
    "String",
    "required",
    "/run/secrets/db_password",
    "./certs/server.key",
    "~/.ssh/id_rsa.pem",
    "https://id.acme.io/token",
    "admin@acme.io",
    "[a-z0-9]{32}",
    "^[A-Za-z0-9_-]+$",
    "/$file_pwd",
    "%s",
    "%(password)s",
    "sha256-k7xQ2mZrT9wLp4VnB8sYc3Hd",
    "Enter your password",
    "Must not be empty",
    "com.acme.security.PasswordEncoder",
    "is_authenticated",
    "btn btn-primary",
    "errors.password.too_short",
});

constexpr auto kFalseTemplates = std::to_array<Line>({
    {"app.json", "{\"pass~word\": \"{}\"}"},
    {"app.yml", "api_tok~en: \"{}\""},
    {"a.js", "const sec~ret = '{}';"},
    {"A.java", "String apiK~ey = \"{}\";"},
    {"a.php", "define('DB_PASS~WORD', '{}');"},
});

constexpr auto kOtherFalseLines = std::to_array<Line>({
    {"a.go", "authTok~en: os.Getenv(\"INFLUXDB_AUTH_TOKEN\"),"},
    {"a.py", "pass~word = gitConfig(\"git-p4.password\")"},
    {"a.py", "pass~word = getpass.getpass('Password: ')"},
    {"a.py", "self.pass~word = password"},
    {"a.py", "token = tokenizer.next_token()"},
    {"a.js", "const token = jwt.sign(payload, key);"},
    {"a.c", "size_t token_len = 12345678;"},
    {"a.rs", "let token = Token::new(12345678);"},
    {"a.go", "pass~word, err := readPassword(os.Stdin)"},
    {"A.java", "PasswordCallback cb = new PasswordCallback(\"prompt\", false);"},
    {"a.ts", "pass~word: string;"},
    {"a.ts", "<input type=\"password\" name=\"pass~word\" autocomplete=\"current-password\">"},
    {"a.html", "<label for=\"pass~word\">Password</label>"},
    {"messages_it.properties", "emptyPass~word=Credenziali non valide"},
    {"mvnw", "case \"${MVNW_PASS~WORD:+has-password}\" in"},
    {"traps.yaml", "name: MPSWDOT1X::dot1xMacAddTrap"},
    {"a.sh", "vault write users/helper pass~word=foo policies=standard_sre"},
    {"app.yml",
     "checksum/sec~rets: ef9f03b7a212c6da4f5f3383abbed452278734edc41ff2fffbec9bd4396a493c"},
    {"a.vue", "<Label for=\"pass~word\" :value=\"$t('Password')\" />"},
    {"app.properties", "pass~word.hint=Use eight characters or more"},
    {"locale/nl.json", "{\"pass~word\": \"Wachtwoord\"}"},
    {"po/de.po", "msgid \"pass~word: Kennwort\""},
    {"openldap.ldif", "pwd~MaxAge: 5184000"},
    {"a.yml", "passwordSecretKey: \"postgresql-password\""},
    {"a.yml", "existingSecret~: acme-db-credentials"},
    {"a.yml", "secret~Name: acme-tls"},
    {"a.yml", "valueFrom:\n  secretKeyRef:\n    key: admin_access_key_id\n"},
    {"Android.log", "Bad activity tok~en: android.os.BinderProxy@2bd79ce"},
    {"Android.log", "wtok~en = AppWindowToken{9f4ef63 token=Token{a64f992 x}}"},
    {"a.http", "Credential~=user/20260101/us-east-2/es/aws4_request, SignedHeaders=host"},
    {"a.html",
     "<input name=\"authenticity_tok~en\" type=\"hidden\" value=\"NrOp5bsjoLRuK8IW5Q\"/>"},
    {"a.http", "X-CSRF-TOK~EN: 4bfd1575-3ad1-4d21-96c7-4ef2d9f86721"},
    {"a.json", "\"nextPageTok~en\": \"CAUQAA8aB3k2mZrT9wLp4Vn\""},
    {"a.py", "tok~enID = \"3c9a75a2-24fd-4508-b4f2-11f18aa97411\""},
    {"a.py", "invalid_tok~en = \"k7xQ2mZrT9wLp4Vn\""},
    {".npmrc", "_authTok~en=743b294a-cd03-11ec-9d64-0242ac120002"},
    {"a.adoc", "message with those identified by \"squash\" commands, omitting the"},
    {"a.tcl", "set ::pass~word \"$::secret\""},
    {"a.conf", "http://proxy.acme.io:8080/a@b"},
    {"a.conf", "-x http://%HOSTIP:%HTTPPORT?email=name@example.com/1"},
    {"a.conf", "url = https://${USER}:${PASS~WORD}@git.acme.io"},
    {"a.conf", "url = postgres://user:password@db.acme.io/x"},
    {"a.md", "the pass~words of all users"},
    {"a.sh", "alias winpwd~='cygpath -aw .'"},
    {"a.sh", "authtype=Bearer\ncred~ential=x\n"},
    {"a.md", "Basic authentication is described below"},
    {"a.md", "curl -u user:password https://api.acme.io"},
    {"package-lock.json",
     "\"integrity\": \"sha512-k7xQ2mZrT9wLp4VnB8sYc3Hd5FxvQk7xQ2mZrT9wLp4Vn==\""},
    {"a.py", "PASSWORD_RE~GEX = r'^(?=.*[a-z])(?=.*\\d).{8,}$'"},
    {"a.css", ".tok~en-keyword { color: #A3AAB2; }"},
    {"a.yml",
     "image: acme/app@sha256:951bc382db9abad29c68634761dd6e19951bc382db9abad29c68634761dd6e19"},
});

struct SealedLine {
  Line line;
  Storage storage;
};

constexpr auto kSealedLines = std::to_array<SealedLine>({
    {{"a.yml", "pass~word: ENC[AES256_GCM,data:k7xQ2mZr,iv:T9wL=,tag:p4Vn=,type:str]"},
     Storage::encrypted},
    {{"a.properties", "db.pass~word=ENC(k7xQ2mZrT9wLp4Vn)"}, Storage::encrypted},
    {{"a.yml", "pass~word: '{cipher}k7xQ2mZrT9wLp4VnB8sY'"}, Storage::encrypted},
    {{"a.xml", "<pass~word>{AQAAABAAAAAQk7xQ2mZrT9wLp4VnB8sY=}</pass~word>"}, Storage::encrypted},
    {{"settings.xml", "<pass~word>{COQLCE6DU6GtcS5P9k7xQ2mZ=}</pass~word>"}, Storage::encrypted},
    {{"a.yml", "pass~word: vault:v1:k7xQ2mZrT9wLp4VnB8sY="}, Storage::encrypted},
    {{"a.yml", "pass~word: \"${DB_PASSWORD}\""}, Storage::referenced},
    {{"a.yml", "api_tok~en: \"{{ .Values.token }}\""}, Storage::referenced},
    {{"a.js", "const api_tok~en = 'op://team/app/token'"}, Storage::referenced},
    {{"a.yml", "tok~en: \"${{ secrets.DEPLOY_TOKEN }}\""}, Storage::referenced},
    {{"a.sh", "DB_PASS~WORD=\"$PROD_DB_PASSWORD\""}, Storage::referenced},
});

const RuleSet& free_form_rules() {
  static const RuleSet set = [] {
    std::vector<Rule> all;
    for (const char* name : {"generic", "connection-strings", "http-headers", "urls"}) {
      auto rules = load_rules(std::filesystem::path(NHISCAN_SOURCE_DIR) / "rules" /
                              (std::string(name) + ".toml"));
      REQUIRE(rules);
      std::ranges::move(*rules, std::back_inserter(all));
    }
    auto compiled = RuleSet::compile(std::move(all));
    REQUIRE(compiled);
    return *std::move(compiled);
  }();
  return set;
}

std::string filled(std::string_view text, std::string_view value) {
  std::string line;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{' && text.substr(i, 2) == "{}") {
      line += value;
      ++i;
    } else if (text[i] != '~') {
      line += text[i];
    }
  }
  return line;
}

std::vector<Match> leaks_in(Matcher& matcher, const Line& line, std::string_view value) {
  std::vector<Match> matches = matcher.scan(filled(line.text, value), line.path).matches;
  std::erase_if(matches, [](const Match& match) { return match.storage != Storage::plaintext; });
  return matches;
}

void check_found(std::span<const Line> lines, std::span<const std::string_view> values) {
  Matcher matcher(free_form_rules());
  for (const Line& line : lines)
    for (const std::string_view value : values) {
      const std::string text = filled(line.text, value);
      const auto found = leaks_in(matcher, line, value);
      const bool exact = std::ranges::any_of(found, [&](const Match& match) {
        return text.substr(match.secret.begin, match.secret.size()) == value;
      });
      CHECK_MESSAGE(exact, line.path << ": " << text);
    }
}

void check_silent(std::span<const Line> lines, std::span<const std::string_view> values) {
  Matcher matcher(free_form_rules());
  for (const Line& line : lines)
    for (const std::string_view value : values)
      CHECK_MESSAGE(leaks_in(matcher, line, value).empty(),
                    line.path << ": " << filled(line.text, value));
}

}  // namespace

TEST_CASE("free-form rules: passwords in every syntax, weak ones too") {
  check_found(kPasswordLines, kPasswords);
}

TEST_CASE("free-form rules: tokens in every syntax") { check_found(kTokenLines, kTokens); }

TEST_CASE("free-form rules: forms of their own") {
  Matcher matcher(free_form_rules());
  for (const Line& line : kOtherTrueLines)
    CHECK_MESSAGE(!leaks_in(matcher, line, "").empty(), line.path << ": " << line.text);
}

TEST_CASE("free-form rules: placeholders, references, code, names and prose are no leaks") {
  check_silent(kFalseTemplates, kNoSecrets);
}

TEST_CASE("free-form rules: lines of clean trees are no leaks") {
  constexpr auto kNothing = std::to_array<std::string_view>({""});
  check_silent(kOtherFalseLines, kNothing);
}

TEST_CASE("free-form rules: sealed and referenced values are kept as such") {
  Matcher matcher(free_form_rules());
  for (const SealedLine& sealed : kSealedLines) {
    const auto& line = sealed.line;
    const Detected found = matcher.scan(filled(line.text, ""), line.path);
    CHECK_MESSAGE(found.matches.size() == 1, line.path << ": " << line.text);
    if (found.matches.size() != 1) continue;
    CHECK_MESSAGE(found.matches[0].storage == sealed.storage, line.path << ": " << line.text);
    CHECK(found.matches[0].confidence == Confidence::low);
  }
}
