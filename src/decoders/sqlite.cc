// SQLite databases ("Database File Format"). Each table becomes a text with a JSON object of its
// texts for each row, which is how a person would have them shown; numbers are left out.
#include "wrap/sqlite.h"

#include <string>

#include "base/text.h"
#include "decoders/decoder.h"
#include "decoders/read_whole.h"

namespace nhiscan {
namespace {

using namespace std::string_view_literals;

constexpr std::chrono::seconds kTimeForDatabase{30};
constexpr std::size_t kLongestColumn = 256UL * 1024;
constexpr std::size_t kLongestTableName = 200;

void append_json_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\')
      out += {'\\', c};
    else if (c == '\n')
      out += "\\n";
    else if (static_cast<unsigned char>(c) < 0x20)
      out += ' ';
    else
      out += c;
  }
  out += '"';
}

/// The rows of a table as they are read, up to a damaged page.
class RowStream final : public ByteStream {
 public:
  RowStream(SqliteRows rows, std::string_view table, PartSink& sink)
      : rows_(std::move(rows)), table_(table), sink_(sink) {}

  Result<std::size_t> read(char* out, std::size_t size) override {
    std::size_t total = 0;
    while (total < size && !is_done_) {
      if (at_ == line_.size()) read_row();
      const std::size_t count = std::min(size - total, line_.size() - at_);
      line_.copy(out + total, count, at_);
      at_ += count;
      total += count;
    }
    return total;
  }

 private:
  void read_row() {
    line_.clear();
    at_ = 0;
    const auto more = rows_.next();
    if (!more)
      sink_.skip(table_, "a damaged table: " + more.error().message, PartSink::Cause::failed);
    is_done_ = !more || !*more;
    if (is_done_) return;
    for (int column = 0; column < rows_.columns(); ++column) {
      const auto bytes = rows_.bytes(column);
      if (!bytes || bytes->empty() || bytes->find('\0') != std::string_view::npos) continue;
      line_ += line_.empty() ? "{" : ", ";
      append_json_text(line_, rows_.name(column));
      line_ += ": ";
      append_json_text(line_, bytes->substr(0, kLongestColumn));
    }
    line_ += line_.empty() ? "{}\n" : "}\n";
    is_done_ = sink_.count(line_.size()) == PartSink::Next::stop;
  }

  SqliteRows rows_;
  std::string_view table_;
  PartSink& sink_;
  std::string line_;
  std::size_t at_ = 0;
  bool is_done_ = false;
};

}  // namespace

bool is_sqlite(std::string_view /*path*/, std::string_view head) {
  return head.starts_with("SQLite format 3\0"sv);
}

void decode_sqlite(const Encoded& encoded, PartSink& sink) {
  std::string bytes;
  const auto is_whole = read_whole(*encoded.stream, sink.most_in_memory(), bytes);
  if (!is_whole) return sink.skip("", is_whole.error().message, PartSink::Cause::failed);
  if (!*is_whole) return sink.skip("", "too large for the sqlite decoder", PartSink::Cause::failed);
  const auto file = SqliteFile::open(std::move(bytes), kTimeForDatabase);
  const auto tables = file ? file->tables() : Result<std::vector<std::string>>(file.error());
  if (!tables)
    return sink.skip("", "a damaged database: " + tables.error().message, PartSink::Cause::failed);
  for (const std::string& table : *tables) {
    Part part;
    part.step = to_valid_utf8(table.substr(0, kLongestTableName));
    auto rows = file->rows(table);
    if (!rows) {
      sink.skip(part.step, "a damaged table: " + rows.error().message, PartSink::Cause::failed);
      continue;
    }
    RowStream stream(*std::move(rows), part.step, sink);
    part.stream = &stream;
    if (sink.add(part) == PartSink::Next::stop) return;
  }
}

}  // namespace nhiscan
