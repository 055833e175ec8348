// Can't know a name that is also a plain word ("Front", "Float").

#include "detection/key_words.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <unordered_set>

#include "base/text.h"
#include "detection/value_text.h"

namespace nhiscan {
namespace {

using namespace value_text;

// What a key may be made of without naming anybody, between blanks.
constexpr std::string_view kPlainWords =
    " 2fa a access accesskey accesstoken account accounts acct action active actual adapter add "
    "addon address admin administrator aes again agent alarm alert algorithm all allow already "
    "also alternate alternative always an analytics and android anon antispam any api apikey apis "
    "apisecret apitoken app application apps archive arg args artifact artifacts as ask asked asks "
    "asset assets at audience audio auth authentication authkey author authorization authtoken "
    "backend backup bad bank base basic batch be bearer begin begins bench benchmark beta billing "
    "bind bks blank blog body bool bot both bottom box bridge broker browser bucket build builder "
    "but buyer by ca cache calendar call callback called calls camera captcha card cart cdn cert "
    "certificate chain change changed channel charset chat check checkout checksum child children "
    "ci cipher ciphertext city claim claims class cli client clientsecret clock cloud cluster code "
    "coin com comment common compiler component computer conf config configs configuration confirm "
    "confirmation confirmed connect connection console const consumer container content context "
    "contract controller cookie core correct count country crawl crawler cred credential "
    "credentials creds cron crypt crypto csrf current custom customer dao data database datasource "
    "date day db db1 db2 debug decoded decorator decrypt decryption def default define demo deploy "
    "deployer deployment der des desktop dest destination dev developer development device did "
    "digest do doc docker docs document documents does domain done door download downstream dsa "
    "dto dummy e2e each ecdsa echo ed25519 edge edit edited egress else email empty enc encoded "
    "encoding encrypt encrypted encryption end endpoint engine entity env environment error errors "
    "even event events every example examples exception exchange expected expired export ext "
    "extension external factory fail failure fake fallback faucet feature feed file files filter "
    "final firewall first fixture fixtures folder foo for force forgot forgotten form forum fourth "
    "from frontend ftp full func function gateway gave generated geo get git give gives global go "
    "going gone good grand group guest guid handler hash hashed he header headers health heartbeat "
    "helper her here hibernate hidden high him his hmac hook host hotp hour how hsm http https i "
    "id identity idp if image images import in inbound incident incorrect info ingress init input "
    "instance int integration interceptor internal into invalid invoice ios is issuer it item its "
    "iv jdbc jks job jobs jpa json just jwk jwks jwt keep keeps kept key keyring keys keystore kms "
    "know known knows lang language laptop last ldap left legacy length let lets level lib license "
    "linker list listener live lived lives load local locale location lock log logger login "
    "loginuser logon logout long low lower machine made magic mail mailer main make makes manager "
    "map maps master max maximum me media medium member membership merchant message metadata "
    "metric metrics mfa middleware migrate migration migrations min mine miner minimum minute "
    "mirror missing mnemonic mobile mock model module monitor monitoring month move moved moves my "
    "name namespace need needed needs neighbor network never new next no node nonce none nosql not "
    "note notice notification notifications notifier now null number oauth oauth2 obj object odbc "
    "of often oidc ok old on one only onto open operator option options or order org organization "
    "origin orm other otp our outbound own owner p12 package packages page pager pair param params "
    "parent partial partner pass passphrase passwd password pat path pay payload payment payments "
    "peer pem pepper per perf permanent persistent personal pfx phone photo ping pipeline pkcs "
    "pkcs12 place plain plaintext platform plugin port postal prefix previous primary print "
    "printer priv private privatekey prod producer production profile profiler project prop "
    "properties property props protected provider proxy pub public publisher push put puts pw pwd "
    "query queue quiet ran random raw rc4 react read readonly real recaptcha receiver recover "
    "recovery ref refresh region register registered registration registry relayer release "
    "remember remote repeat repo report reporter reports repository req request res reset resource "
    "response rest restore result retype revoked right robot root rotated route router rsa rss run "
    "runner running runs sa safe said salt sample sandbox say says scan scanner scheduler scope "
    "sdk sealed search second secondary secret secretkey secrets secure security see seed seeder "
    "seeds seen sees self seller send sender sensor server service session set sets setting "
    "settings setup shared she shop short show shown shows sibling sid sign signal signature "
    "signed signer signin signing signout signup silent sink site smoke sms smtp snapshot so some "
    "sometimes source span spec specs spring spy sql ssh ssl sso stage staging start started "
    "starts state static status still stop stopped stops storage store str stream street stress "
    "strict string stub student sub subscriber subscription success sum super supervisor svc "
    "switch sync sys system take takes target task tasks teacher team tell tells temp temporary "
    "tenant tertiary test testing tests text than that the their them theme then there they think "
    "third this three through time tls tmp to today token tokens told tomorrow too took top topic "
    "total totp tpm trace tracing tracker trade transient tried tries trusted truststore try tv "
    "two type uat unconfirmed undefined unique unit unknown unlock unsafe untrusted unverified "
    "update upload upper upstream uri url us use used user user2 username users util utils uuid "
    "val valid validator value var variable variables vault verbose verified verify version very "
    "via video view visible vite vm vpn wallet want wanted wants warning watchdog we weather web "
    "webhook week what when where which who whom whose why widget wifi wiki with worker wrapper "
    "write wrong x x509 year yesterday you your yours zip zone ";

// What says of a key that its value is a credential, and what a key without separators may end in.
constexpr auto kValueStems = std::to_array<std::string_view>(
    {"access",     "accesskey",   "accesstoken", "api",       "apikey", "apitoken",
     "apisecret",  "auth",        "authkey",     "authtoken", "bearer", "clientsecret",
     "credential", "credentials", "key",         "keys",      "oauth",  "pass",
     "passwd",     "password",    "pat",         "private",   "pw",     "pwd",
     "secret",     "secretkey",   "secrets",     "token",     "tokens", "webhook"});
constexpr auto kGluedStems = std::to_array<std::string_view>(
    {"accesskey", "accesstoken", "apikey", "apitoken", "apisecret", "authkey", "authtoken",
     "secretkey", "clientsecret", "password", "passwd", "token", "secret", "key"});

constexpr std::size_t kShortestName = 3;
constexpr std::size_t kLongestNameInKey = 40;
constexpr std::size_t kMostNameWords = 3;

std::unordered_set<std::string_view> plain_words() {
  std::unordered_set<std::string_view> words;
  for (std::size_t begin = 0; begin < kPlainWords.size();) {
    const std::size_t end = std::min(kPlainWords.find(' ', begin), kPlainWords.size());
    words.insert(kPlainWords.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

bool is_stem(std::string_view word) { return is_one_of(word, kValueStems); }

/// Without a stem at the end of `word`, as long as a name is left.
std::size_t without_stem(std::string_view word) {
  for (const std::string_view stem : kGluedStems)
    if (ends_with(word, stem) && word.size() >= stem.size() + kShortestName)
      return word.size() - stem.size();
  return word.size();
}

/// Whether `text` names its host instead, as in `data.gov_api_key`: `word` is its top domain.
bool is_top_domain(std::string_view text, Span word) {
  static constexpr auto kTops =
      std::to_array<std::string_view>({"ai", "com", "dev", "gov", "io", "net", "org"});
  return word.begin > 1 && text[word.begin - 1] == '.' &&
         is_one_of(text.substr(word.begin, word.size()), kTops);
}

}  // namespace

std::vector<Span> words_of(std::string_view text) {
  std::vector<Span> words;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_alnum(text[i])) {
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    while (end < text.size() && is_alnum(text[end])) {
      const bool hump = is_upper(text[end]) && !is_upper(text[end - 1]);
      const bool after_capitals = is_upper(text[end - 1]) && is_upper(text[end]) &&
                                  end + 1 < text.size() && is_lower(text[end + 1]);
      if (after_capitals && is_stem(text.substr(i, end + 1 - i))) ++end;
      if (hump || after_capitals) break;
      ++end;
    }
    words.push_back({i, end});
    i = end;
  }
  return words;
}

bool is_plain_word(std::string_view word) {
  static const std::unordered_set<std::string_view> kSet = plain_words();
  return all(word, is_digit) || kSet.contains(lower_ascii(word));
}

std::string_view name_in(std::string_view text) {
  const std::vector<Span> words = words_of(text);
  const auto word = [&](std::size_t i) { return text.substr(words[i].begin, words[i].size()); };
  std::size_t first = 0;
  while (first < words.size() && is_plain_word(word(first)) && !is_stem(word(first)))
    ++first;
  std::size_t last = first;
  std::size_t end = 0;
  bool stem = false;
  for (; last < words.size() && !stem && !is_plain_word(word(last)); ++last) {
    const std::size_t size = without_stem(word(last));
    stem = size < words[last].size();
    end = words[last].begin + size;
  }
  for (std::size_t i = last; i < words.size(); ++i)
    stem = stem || is_stem(word(i));
  if (first == last || last - first > kMostNameWords || !stem) return {};
  if (first > 0 && is_top_domain(text, words[first])) --first;
  const std::string_view name = text.substr(words[first].begin, end - words[first].begin);
  const bool fits = name.size() >= kShortestName && name.size() <= kLongestNameInKey;
  return fits && any(name, is_letter) && !is_plain_word(name) ? name : std::string_view();
}

}  // namespace nhiscan
