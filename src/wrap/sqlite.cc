#include "wrap/sqlite.h"

#include <memory>
#include <utility>

namespace nhiscan {
namespace {

constexpr int kLongestValue = 1024 * 1024;
constexpr int kOpcodesBetweenLooks = 10'000;

Error sqlite_error(sqlite3* database) { return Error{sqlite3_errmsg(database)}; }

std::string quoted_name(std::string_view name) {
  std::string quoted = "\"";
  for (const char c : name)
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

}  // namespace

struct SqliteFile::Held {
  std::string bytes;
  std::chrono::steady_clock::time_point deadline;
  SqliteDatabase database;  // is closed before its bytes go
};

void SqliteFile::DestroyHeld::operator()(Held* held) const noexcept { delete held; }

Result<bool> SqliteRows::next() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  if (code == SQLITE_INTERRUPT) return Error{"takes too long"};
  return sqlite_error(sqlite3_db_handle(statement_.get()));
}

std::string_view SqliteRows::name(int column) const {
  const char* name = sqlite3_column_name(statement_.get(), column);
  return name == nullptr ? std::string_view() : std::string_view(name);
}

std::optional<std::string_view> SqliteRows::bytes(int column) const {
  const int type = sqlite3_column_type(statement_.get(), column);
  if (type != SQLITE_TEXT && type != SQLITE_BLOB) return std::nullopt;
  const void* const data = type == SQLITE_TEXT ? sqlite3_column_text(statement_.get(), column)
                                               : sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  if (data == nullptr || size <= 0) return std::string_view();
  return std::string_view(static_cast<const char*>(data), static_cast<std::size_t>(size));
}

Result<SqliteFile> SqliteFile::open(std::string bytes, std::chrono::seconds time) {
  constexpr std::size_t kWriteVersion = 18;
  constexpr std::size_t kReadVersion = 19;
  if (bytes.size() <= kReadVersion) return Error{"too short for a database"};
  bytes[kWriteVersion] = bytes[kReadVersion] = 1;
  SqliteFile file;
  file.held_.reset(new Held{std::move(bytes), std::chrono::steady_clock::now() + time, {}});
  Held& held = *file.held_;
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open_v2(":memory:", &raw, SQLITE_OPEN_READWRITE, nullptr);
  held.database.reset(raw);
  if (opened != SQLITE_OK) return Error{"SQLite can't be used"};
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  sqlite3_limit(raw, SQLITE_LIMIT_LENGTH, kLongestValue);
  sqlite3_limit(raw, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(raw, SQLITE_LIMIT_WORKER_THREADS, 0);
  sqlite3_progress_handler(
      raw, kOpcodesBetweenLooks,
      [](void* context) noexcept {
        return std::chrono::steady_clock::now() > static_cast<Held*>(context)->deadline ? 1 : 0;
      },
      &held);
  const auto size = static_cast<sqlite3_int64>(held.bytes.size());
  if (sqlite3_deserialize(raw, "main", reinterpret_cast<unsigned char*>(held.bytes.data()), size,
                          size, SQLITE_DESERIALIZE_READONLY) != SQLITE_OK)
    return sqlite_error(raw);
  return file;
}

Result<std::vector<std::string>> SqliteFile::tables() const {
  constexpr std::string_view kQuery =
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'create virtual%' "
      "ORDER BY rowid";
  sqlite3* database = held_->database.get();
  SqliteStatement statement;
  if (sqlite3_prepare_v2(database, kQuery.data(), static_cast<int>(kQuery.size()), into(statement),
                         nullptr) != SQLITE_OK)
    return sqlite_error(database);
  SqliteRows rows(std::move(statement));
  std::vector<std::string> names;
  while (true) {
    const auto more = rows.next();
    if (!more) return more.error();
    if (!*more) return names;
    if (const auto name = rows.bytes(0)) names.emplace_back(*name);
  }
}

Result<SqliteRows> SqliteFile::rows(std::string_view table) const {
  const std::string query = "SELECT * FROM main." + quoted_name(table);
  SqliteStatement statement;
  sqlite3* database = held_->database.get();
  if (sqlite3_prepare_v2(database, query.c_str(), static_cast<int>(query.size()), into(statement),
                         nullptr) != SQLITE_OK)
    return sqlite_error(database);
  return SqliteRows(std::move(statement));
}

}  // namespace nhiscan
