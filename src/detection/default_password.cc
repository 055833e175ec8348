#include "detection/default_password.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "base/encoding.h"
#include "base/text.h"
#include "detection/key_words.h"
#include "detection/value_text.h"

namespace nhiscan {
namespace {

using namespace value_text;

constexpr std::size_t kShortestStock = 4;
constexpr std::size_t kLongestStock = 32;

constexpr auto kProducts = std::to_array<std::string_view>(
    {"activemq",      "airflow",    "ansible",   "arangodb",    "artifactory", "authentik",
     "cassandra",     "centos",     "ceph",      "clickhouse",  "cockroach",   "cockroachdb",
     "consul",        "couchbase",  "couchdb",   "debian",      "directus",    "django",
     "docker",        "druid",      "drupal",    "dspace",      "duckdb",      "elastic",
     "elasticsearch", "emqx",       "etcd",      "fastapi",     "fedora",      "firebird",
     "flask",         "flink",      "galera",    "gerrit",      "ghost",       "gitea",
     "gitlab",        "gogs",       "grafana",   "graylog",     "hadoop",      "harbor",
     "hasura",        "hbase",      "hive",      "icinga",      "immich",      "influx",
     "influxdb",      "jellyfin",   "jenkins",   "jira",        "joomla",      "jupyter",
     "kafka",         "keycloak",   "kibana",    "kong",        "kubernetes",  "laravel",
     "ldap",          "logstash",   "loki",      "magento",     "mariadb",     "mattermost",
     "mautic",        "memcached",  "metabase",  "minio",       "mongo",       "mongodb",
     "monit",         "moodle",     "mosquitto", "mqtt",        "mssql",       "mysql",
     "nagios",        "neo4j",      "netdata",   "nextcloud",   "nexus",       "nginx",
     "nifi",          "odoo",       "openldap",  "opensearch",  "openvpn",     "oracle",
     "percona",       "pg",         "pgadmin",   "phpmyadmin",  "pihole",      "portainer",
     "postgres",      "postgresql", "presto",    "prometheus",  "promtail",    "proxysql",
     "pulsar",        "rabbit",     "rabbitmq",  "rails",       "raspberry",   "redis",
     "redmine",       "rocketchat", "rundeck",   "scylla",      "solr",        "sonar",
     "sonarqube",     "spark",      "spring",    "sqlserver",   "strapi",      "superset",
     "symfony",       "tidb",       "timescale", "timescaledb", "tomcat",      "traefik",
     "trino",         "ubuntu",     "vagrant",   "vault",       "weblogic",    "wordpress",
     "xwiki",         "zabbix",     "zookeeper"});
// What says that a password is but a sample.
constexpr auto kDemoWords = std::to_array<std::string_view>(
    {"bar", "baz", "demo", "dummy", "example", "fake", "foo", "guest", "hackme", "my", "sample",
     "secret", "some", "test", "testing"});
constexpr auto kCommonWords = std::to_array<std::string_view>(
    {"admin",  "administrator", "anon",     "anonymous",   "app",    "backup",   "database",
     "db",     "default",       "dev",      "letmein",     "local",  "login",    "manager",
     "master", "monitor",       "operator", "pass",        "passwd", "password", "pw",
     "pwd",    "qwerty",        "replica",  "replication", "root",   "server",   "service",
     "super",  "svc",           "sys",      "system",      "toor",   "user",     "web",
     "welcome"});

/// Without what people put behind a word so that it passes for a password: `1`, `123`, `12345`,
/// `123!`.
std::string_view without_count(std::string_view text) {
  while (!text.empty() && text.back() == '!')
    text.remove_suffix(1);
  const auto last = text.find_last_not_of("0123456789");
  const auto begin = last == npos ? 0 : last + 1;
  return std::string_view("1234567890").starts_with(text.substr(begin)) ? text.substr(0, begin)
                                                                        : text;
}

enum class Named { nothing, word, sample };

/// Whether `lower` from here on is words, and a count where one of them names a product or a
/// sample. As short as passwords are, trying each word at each place is no matter.
bool is_made_of_stock(std::string_view lower, Named named) {
  if (lower.empty()) return named != Named::nothing;
  if (named != Named::nothing && std::string_view("-_. @").find(lower[0]) != npos)
    lower.remove_prefix(1);
  if (named == Named::sample && without_count(lower).empty()) return true;
  const auto goes_on = [&](Named then) {
    return [=](std::string_view word) {
      return lower.starts_with(word) && is_made_of_stock(lower.substr(word.size()), then);
    };
  };
  return std::ranges::any_of(kProducts, goes_on(Named::sample)) ||
         std::ranges::any_of(kDemoWords, goes_on(Named::sample)) ||
         std::ranges::any_of(kCommonWords, goes_on(named == Named::sample ? named : Named::word));
}

/// The key of a value that stands behind `before`: `user` of `"user": "`.
std::string_view key_before(std::string_view before) {
  constexpr std::string_view kQuotesAndBlanks = " \t\r\n\"'`";
  const auto mark = before.find_last_not_of(kQuotesAndBlanks);
  if (mark == npos || (before[mark] != ':' && before[mark] != '=')) return {};
  before = before.substr(0, mark);
  const auto last = before.find_last_not_of(kQuotesAndBlanks);
  if (last == npos) return {};
  before = before.substr(0, last + 1);
  std::size_t begin = before.size();
  while (begin > 0 && is_key_char(before[begin - 1]))
    --begin;
  return before.substr(begin);
}

/// `promtail` in `ca.promtail.io`, `petclinic` in `'petclinic'@'%'`, but not `pass` in `db_pass`.
bool is_part_of_name(std::string_view text, Span word) {
  constexpr std::string_view kJoints = "-./@";
  const auto joins = [&](std::size_t at) {
    return at < text.size() && kJoints.find(text[at]) != npos;
  };
  const auto is_of_word = [&](std::size_t at) {
    return at < text.size() && is_name_char(text[at]);
  };
  const std::size_t before = word.begin - 1;
  if (is_of_word(word.end) || (word.begin > 0 && is_of_word(before))) return false;
  const bool quoted =
      word.end < text.size() && std::string_view("'\"`").find(text[word.end]) != npos;
  if (quoted) return word.end + 1 < text.size() && text[word.end + 1] == '@';
  const bool goes_on = joins(word.end) && is_of_word(word.end + 1);
  return goes_on || (word.begin > 1 && joins(before) && is_of_word(before - 1));
}

/// Whether `test` says yes to one of the places near `value` that hold the same text, its count
/// left out; it is given what lies round `value`, and the place in it.
template <class Test>
bool occurs_near(std::string_view text, Span value, Test test) {
  const std::string_view wanted = without_count(text.substr(value.begin, value.size()));
  const std::size_t floor = value.begin - std::min(value.begin, kUserBefore);
  const std::string_view seen = text.substr(floor, value.end + kUserBehind - floor);
  if (wanted.size() < kShortestStock) return false;
  const auto same = [](char a, char b) { return lower(a) == lower(b); };
  const auto find = [&](std::size_t from) {
    // Not std::ranges::search: clang 14 can't compile the subrange of libstdc++ 12.
    const auto* const begin = seen.begin() + from;
    const auto* const found = std::search(begin, seen.end(), wanted.begin(), wanted.end(), same);
    return found == seen.end() ? npos : static_cast<std::size_t>(found - seen.begin());
  };
  for (auto at = find(0); at != npos; at = find(at + 1))
    if (floor + at != value.begin && test(seen, Span{at, at + wanted.size()})) return true;
  return false;
}

}  // namespace

bool is_stock_password(std::string_view value) {
  if (value.size() < kShortestStock || value.size() > kLongestStock) return false;
  if (is_made_of_stock(lower_ascii(value), Named::nothing)) return true;
  const auto decoded = value.size() % 4 == 0 ? decode_base64(value) : std::nullopt;
  return decoded && decoded->size() >= kShortestStock &&
         is_made_of_stock(lower_ascii(*decoded), Named::nothing);
}

bool is_named_in_path(std::string_view value, std::string_view path) {
  const std::string_view wanted = without_count(value);
  if (wanted.size() < kShortestStock || !all(wanted, is_letter)) return false;
  const auto same = [](char a, char b) { return lower(a) == lower(b); };
  const auto is_joint = [](char c) { return !is_letter(c); };
  for (const auto* at = path.begin(); at != path.end(); ++at) {
    at = std::search(at, path.end(), wanted.begin(), wanted.end(), same);
    if (at == path.end()) break;
    const auto* const end = at + wanted.size();
    if ((at == path.begin() || is_joint(at[-1])) && (end == path.end() || is_joint(*end)))
      return true;
  }
  return false;
}

bool is_users_name(std::string_view text, Span value) {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"user", "usr", "login", "account", "database", "dbname", "_db", "owner", "role"});
  return occurs_near(text, value, [](std::string_view seen, Span word) {
    const bool whole = word.end == seen.size() || !is_key_char(seen[word.end]);
    const std::string_view key = key_before(seen.substr(0, word.begin));
    return whole && contains_one_of(key, kNames) && !contains(key, "pass");
  });
}

bool is_in_name_near(std::string_view text, Span value) {
  return occurs_near(text, value, is_part_of_name);
}

}  // namespace nhiscan
