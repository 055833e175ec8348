// `scheme://user:password@host:port/database?options`. The rule may have captured the parts; what
// its pattern left out is read from the text around.

#include <algorithm>
#include <array>

#include "base/text.h"
#include "credentials/parts.h"
#include "credentials/readers.h"

namespace nhiscan {
namespace {

struct Hosting {
  std::string_view suffix;
  std::string_view name;
};

constexpr auto kHostings = std::to_array<Hosting>({
    {".rds.amazonaws.com", "Amazon RDS"},
    {".cache.amazonaws.com", "Amazon ElastiCache"},
    {".docdb.amazonaws.com", "Amazon DocumentDB"},
    {".redshift.amazonaws.com", "Amazon Redshift"},
    {".mq.amazonaws.com", "Amazon MQ"},
    {".database.azure.com", "Azure Database"},
    {".database.windows.net", "Azure SQL"},
    {".cosmos.azure.com", "Azure Cosmos DB"},
    {".redis.cache.windows.net", "Azure Cache for Redis"},
    {".neon.tech", "Neon"},
    {".supabase.co", "Supabase"},
    {".supabase.com", "Supabase"},
    {".psdb.cloud", "PlanetScale"},
    {".cockroachlabs.cloud", "CockroachDB Cloud"},
    {".mongodb.net", "MongoDB Atlas"},
    {".upstash.io", "Upstash"},
    {".redis-cloud.com", "Redis Cloud"},
    {".redislabs.com", "Redis Cloud"},
    {".aivencloud.com", "Aiven"},
    {".db.ondigitalocean.com", "DigitalOcean"},
    {".cloudamqp.com", "CloudAMQP"},
    {".rmq.cloudamqp.com", "CloudAMQP"},
    {".snowflakecomputing.com", "Snowflake"},
    {".clickhouse.cloud", "ClickHouse Cloud"},
    {".render.com", "Render"},
    {".railway.app", "Railway"},
    {".rlwy.net", "Railway"},
    {".ts.net", "Tailscale"},
});

std::string text_fact_of(const Finding& finding, std::string_view name) {
  const auto found = finding.decoded.find(name);
  const auto* text =
      found == finding.decoded.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? std::string() : *text;
}

/// The URI that the secret is, or stands in.
std::string_view uri_around(const Reading& reading) {
  constexpr std::string_view kStops = " \t\r\n\"'`<>";
  const auto [text, span] = surroundings(reading, 512, 1024);
  const auto before = text.substr(0, span.begin).find_last_of(kStops);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  const std::size_t end = std::min(text.find_first_of(kStops, span.end), text.size());
  return text.substr(begin, end - begin);
}

bool is_local(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]" || host == "0.0.0.0" ||
         host == "host.docker.internal" || host.ends_with(".local");
}

/// The label before `rds.amazonaws.com`, and of other hosts in the same place.
std::string_view region_of(std::string_view host) {
  for (const std::string_view suffix :
       {".rds.amazonaws.com", ".redshift.amazonaws.com", ".docdb.amazonaws.com",
        ".cache.amazonaws.com", ".connect.psdb.cloud", ".aws.neon.tech", ".mq.amazonaws.com"})
    if (host.ends_with(suffix)) {
      const auto rest = host.substr(0, host.size() - suffix.size());
      return rest.substr(rest.rfind('.') + 1);
    }
  return {};
}

void set_options(Finding& finding, std::string_view uri) {
  const auto question = uri.find('?');
  if (question == std::string_view::npos) return;
  for (const auto part : split(uri.substr(question + 1), '&', 50)) {
    const auto equals = part.find('=');
    const std::string name = lower_ascii(part.substr(0, equals));
    if (equals == std::string_view::npos) continue;
    const auto value = part.substr(equals + 1);
    if (name == "sslmode" || name == "ssl" || name == "tls" || name == "ssl-mode")
      set_fact(finding, "tls", value);
    if (name == "authsource") set_fact(finding, "auth_source", value);
    if (name == "database") set_fact(finding, "database", value);
  }
}

}  // namespace

void read_database_uri(const Reading& reading) {
  Finding& finding = reading.finding;
  const auto uri = uri_around(reading);
  const Url url = parse_url(uri);
  if (text_fact_of(finding, "host").empty()) set_fact(finding, "host", url.host);
  if (text_fact_of(finding, "user").empty())
    set_fact(finding, "user", decode_percent(url.user.substr(0, url.user.find(':'))));
  if (text_fact_of(finding, "database").empty())
    set_fact(finding, "database", url.path.substr(0, url.path.find('/')));
  set_options(finding, uri);
  const std::string host = lower_ascii(text_fact_of(finding, "host"));
  if (host.empty()) return;
  const auto* const hosting = std::ranges::find_if(
      kHostings, [&](const Hosting& one) { return host.ends_with(one.suffix); });
  if (hosting != kHostings.end()) set_fact(finding, "hosting", hosting->name);
  set_fact(finding, "region", region_of(host));
  if (is_local(host) && finding.environment == "unknown") finding.environment = "dev";
  const std::string database = text_fact_of(finding, "database");
  finding.target = fact_text(database.empty() ? host : host + "/" + database);
}

}  // namespace nhiscan
