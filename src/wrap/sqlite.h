#pragma once

#include <sqlite3.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/result.h"
#include "wrap/handle.h"

// SQLite, read only and from memory. Nothing that a database holds is run: no triggers or views, no
// functions but innocuous ones in generated columns, no virtual tables.
namespace nhiscan {

using SqliteDatabase = Handle<sqlite3, sqlite3_close_v2>;
using SqliteStatement = Handle<sqlite3_stmt, sqlite3_finalize>;

/// The rows of one table.
class SqliteRows {
 public:
  explicit SqliteRows(SqliteStatement statement) : statement_(std::move(statement)) {}

  /// Goes to the next row; false at the end. Fails where a page is damaged or time is over.
  Result<bool> next();

  [[nodiscard]] int columns() const { return sqlite3_column_count(statement_.get()); }
  [[nodiscard]] std::string_view name(int column) const;
  /// A text, or a blob, as its bytes; nothing for numbers and NULL. Valid until the next row.
  [[nodiscard]] std::optional<std::string_view> bytes(int column) const;

 private:
  SqliteStatement statement_;
};

/// A database in memory.
class SqliteFile {
 public:
  /// `bytes` is the file; what it says of a write-ahead log is changed in it, as SQLite would look
  /// for one.
  static Result<SqliteFile> open(std::string bytes, std::chrono::seconds time);

  /// Names of the tables that hold rows of their own. Fails where the schema is damaged.
  [[nodiscard]] Result<std::vector<std::string>> tables() const;
  [[nodiscard]] Result<SqliteRows> rows(std::string_view table) const;

 private:
  struct Held;
  struct DestroyHeld {
    void operator()(Held* held) const noexcept;
  };

  std::unique_ptr<Held, DestroyHeld> held_;
};

}  // namespace nhiscan
