#include "detection/default_password.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "base/text.h"
#include "detection/key_words.h"
#include "detection/value_text.h"

namespace nhiscan {
namespace {

using namespace value_text;

constexpr std::size_t kShortestStock = 4;
constexpr std::size_t kLongestStock = 32;

constexpr auto kProducts = std::to_array<std::string_view>(
    {"activemq",   "airflow",       "ansible",   "artifactory", "cassandra",
     "centos",     "clickhouse",    "consul",    "couchbase",   "couchdb",
     "debian",     "django",        "docker",    "drupal",      "druid",
     "elastic",    "elasticsearch", "etcd",      "flask",       "ghost",
     "gitea",      "gitlab",        "grafana",   "hadoop",      "hbase",
     "hive",       "influx",        "influxdb",  "jenkins",     "joomla",
     "kafka",      "keycloak",      "kibana",    "laravel",     "ldap",
     "magento",    "mariadb",       "memcached", "minio",       "mongo",
     "mongodb",    "monit",         "mssql",     "mysql",       "nagios",
     "neo4j",      "nextcloud",     "nexus",     "nginx",       "odoo",
     "openldap",   "oracle",        "pg",        "pgadmin",     "postgres",
     "postgresql", "prometheus",    "rabbit",    "rabbitmq",    "rails",
     "raspberry",  "redis",         "scylla",    "solr",        "sonar",
     "sonarqube",  "spring",        "sqlserver", "superset",    "tomcat",
     "ubuntu",     "vagrant",       "vault",     "wordpress",   "zabbix",
     "zookeeper"});
constexpr auto kCommonWords = std::to_array<std::string_view>(
    {"admin",   "administrator", "anon",     "anonymous", "app",     "backup",
     "bar",     "baz",           "database", "db",        "default", "demo",
     "dev",     "example",       "foo",      "guest",     "letmein", "local",
     "login",   "manager",       "master",   "monitor",   "my",      "operator",
     "pass",    "passwd",        "password", "pw",        "pwd",     "qwerty",
     "replica", "replication",   "root",     "sample",    "secret",  "server",
     "service", "some",          "super",    "svc",       "sys",     "system",
     "test",    "testing",       "toor",     "user",      "web",     "welcome"});

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

enum class Named { nothing, word, product };

/// Whether `lower` from here on is words, and a count where one of them names a product. As short
/// as passwords are, trying each word at each place is no matter.
bool is_made_of_stock(std::string_view lower, Named named) {
  if (lower.empty()) return named != Named::nothing;
  if (named == Named::product && without_count(lower).empty()) return true;
  if (named != Named::nothing && std::string_view("-_. @").find(lower[0]) != npos)
    lower.remove_prefix(1);
  const auto goes_on = [&](Named then) {
    return [=](std::string_view word) {
      return lower.starts_with(word) && is_made_of_stock(lower.substr(word.size()), then);
    };
  };
  return std::ranges::any_of(kProducts, goes_on(Named::product)) ||
         std::ranges::any_of(kCommonWords, goes_on(named == Named::product ? named : Named::word));
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

}  // namespace

bool is_stock_password(std::string_view value) {
  if (value.size() < kShortestStock || value.size() > kLongestStock) return false;
  return is_made_of_stock(lower_ascii(value), Named::nothing);
}

bool is_users_name(std::string_view text, Span value) {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"user", "usr", "login", "account", "database", "dbname", "_db", "owner", "role"});
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
  for (auto at = find(0); at != npos; at = find(at + 1)) {
    const std::size_t end = at + wanted.size();
    const bool whole = end == seen.size() || !is_key_char(seen[end]);
    if (floor + at != value.begin && whole &&
        contains_one_of(key_before(seen.substr(0, at)), kNames))
      return true;
  }
  return false;
}

}  // namespace nhiscan
