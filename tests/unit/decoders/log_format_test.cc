#include "decoders/log_format.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace nhiscan;

TEST_CASE("log_context: by the first lines, and by the name") {
  struct Row {
    const char* path;
    std::string head;
    std::optional<Context> context;
  };
  const auto rows = std::to_array<Row>({
      {"a", "2026-10-01T09:41:07Z one\n2026-10-01T09:41:08Z two\n", Context::log},
      {"a", "Oct  1 09:41:07 h a\nOct  1 09:41:07 h b\n", Context::log},
      {"a", "level=info msg=a\nlevel=warn msg=b\n", Context::log},
      {"a", "{\"time\":1790847667,\"m\":1}\n{\"time\":1790847668,\"m\":2}\n", Context::log},
      {"a", "{\"role\":\"user\",\"content\":\"x\"}\n", Context::transcript},
      {"a", "{\"a\":1}\n{\"a\":2}\n", std::nullopt},
      {"a", "// 2026-10-01\nint main() {}\n", std::nullopt},
      {"a", "# Changes\n\n## 2026-10-01\n", std::nullopt},
      {"a", "", std::nullopt},
      {"app.log", "", Context::log},
      {"/home/a/.bash_history", "ls\n", Context::log},
      {"h/.claude/projects/x/y.jsonl", "", Context::transcript},
      {"h/.claude/settings.json", "{}", std::nullopt},
      {".aider.chat.history.md", "", Context::transcript},
      {"x.har", "{}", Context::log},
      {"trail.json", "{\"Records\":[{\"eventVersion\":\"1.08\",\"eventTime\":\"x\"}]}",
       Context::log},
  });
  for (const Row& row : rows)
    CHECK_MESSAGE(log_context(row.path, row.head) == row.context, row.path << ": " << row.head);
}

TEST_CASE("observed_at: the time of the record, or of the nearest line before") {
  const std::string log =
      "2026-10-01T09:41:07Z failed\n  at x "
      "(secret)\n{\"m\":\"secret\",\"ts\":\"2026-10-02T00:00:30Z\"}\n";
  const std::size_t first = log.find("secret");
  const std::size_t second = log.rfind("secret");
  CHECK(observed_at(log, {first, first + 6}, 0) == 1790847667);
  CHECK(observed_at(log, {second, second + 6}, 0) == 1790899230);
  CHECK(!observed_at("secret", {0, 6}, 0));
}
