// Entries are read where they lie in the mapped file. Opening goes once through them, since nothing
// but their end tells where the extensions begin.
#include "git/index_file.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <system_error>
#include <utility>

#include "git/bytes.h"
#include "git/ewah.h"

namespace nhiscan {
namespace {

constexpr std::size_t kHeader = 12;
constexpr std::size_t kModeAt = 24;
constexpr std::size_t kIdAt = 40;
constexpr std::uint32_t kExtended = 0x4000;
constexpr std::uint32_t kNameLength = 0x0fff;  // this much or more
constexpr unsigned kStageShift = 12;
constexpr std::uint32_t kIntentToAdd = 0x2000U << 16U;
constexpr std::size_t kLongestPath = 65'535;
constexpr std::size_t kLargestJoined = std::size_t{2} << 30U;

/// What an entry says of its extent and path.
struct EntryPlace {
  std::size_t end = 0;
  std::uint32_t flags = 0;    // the extended ones in the upper half
  std::size_t removed = 0;    // version 4: bytes at the end of the path before that go
  std::string_view new_path;  // version 4: what comes instead
};

/// A number in groups of seven bits, each but the last with its high bit and one less than it is.
std::optional<std::size_t> take_varint(std::string_view bytes, std::size_t& at) {
  std::size_t value = 0;
  for (int groups = 0; at < bytes.size() && groups < 4; ++groups) {
    const auto byte = static_cast<std::uint8_t>(bytes[at++]);
    value = (value << 7U) + (byte & 0x7fU);
    if ((byte & 0x80U) == 0) return value;
    ++value;
  }
  return std::nullopt;
}

std::uint32_t big_endian_16(const char* at) {
  return std::uint32_t{static_cast<std::uint8_t>(at[0])} << 8U | static_cast<std::uint8_t>(at[1]);
}

std::optional<EntryPlace> entry_at(std::string_view bytes, std::size_t begin, std::uint32_t version,
                                   std::size_t hash) {
  std::size_t at = begin + kIdAt + hash + 2;
  if (begin > bytes.size() || bytes.size() - begin < at - begin + 1) return std::nullopt;
  EntryPlace place;
  place.flags = big_endian_16(bytes.data() + at - 2);
  if ((place.flags & kExtended) != 0) {
    if (version < 3 || bytes.size() - at < 2) return std::nullopt;
    place.flags |= big_endian_16(bytes.data() + at) << 16U;
    at += 2;
  }
  if (version == 4) {
    const auto removed = take_varint(bytes, at);
    if (!removed) return std::nullopt;
    place.removed = *removed;
  }
  std::size_t end = at + (place.flags & kNameLength);
  if (version == 4 || (place.flags & kNameLength) == kNameLength) end = bytes.find('\0', at);
  if (end >= bytes.size() || end - at > kLongestPath || bytes[end] != '\0') return std::nullopt;
  place.new_path = bytes.substr(at, end - at);
  place.end = version == 4 ? end + 1 : begin + ((end - begin + 8) & ~std::size_t{7});
  if (place.end > bytes.size()) return std::nullopt;
  return place;
}

std::optional<std::int64_t> take_number(std::string_view& data, char after) {
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(data.data(), data.data() + data.size(), value);
  if (failed != std::errc() || end == data.data() + data.size() || *end != after)
    return std::nullopt;
  data.remove_prefix(static_cast<std::size_t>(end - data.data()) + 1);
  return value;
}

/// The next directory and how many lie directly in it; nothing where the data is damaged.
std::optional<std::pair<CachedTree, std::size_t>> take_cached_tree(std::string_view& data,
                                                                   HashKind kind) {
  const std::size_t name = data.find('\0');
  if (name == std::string_view::npos) return std::nullopt;
  CachedTree tree;
  tree.name = data.substr(0, name);
  data.remove_prefix(name + 1);
  const auto entries = take_number(data, ' ');
  const auto directories = entries ? take_number(data, '\n') : std::nullopt;
  if (!directories || *directories < 0) return std::nullopt;
  if (*entries >= 0) {
    if (data.size() < hash_size(kind)) return std::nullopt;
    tree.id = ObjectId::from_raw(data.data(), kind);
    tree.entry_count = static_cast<std::uint32_t>(std::min<std::int64_t>(*entries, UINT32_MAX));
    data.remove_prefix(hash_size(kind));
  }
  return std::pair(tree, static_cast<std::size_t>(*directories));
}

/// None where the extension is damaged: without it, more is compared.
std::vector<CachedTree> parse_cached_trees(std::string_view data, HashKind kind) {
  struct Open {
    std::size_t number;
    std::size_t missing;  // directories in it that are still to come
  };
  std::vector<CachedTree> trees;
  std::vector<Open> open;
  while (!data.empty()) {
    auto tree = take_cached_tree(data, kind);
    if (!tree || (open.empty() && !trees.empty())) return {};
    trees.push_back(tree->first);
    if (!open.empty()) --open.back().missing;
    open.push_back({trees.size() - 1, tree->second});
    for (; !open.empty() && open.back().missing == 0; open.pop_back())
      trees[open.back().number].end = static_cast<std::uint32_t>(trees.size());
  }
  if (!open.empty()) return {};
  return trees;
}

void put_number(char* at, std::uint32_t value, unsigned bytes) {
  for (unsigned i = bytes; i-- > 0; value >>= 8U)
    at[i] = static_cast<char>(value & 0xffU);
}

/// An entry as version 3 has it.
void add_entry(std::string& out, const IndexEntry& entry, std::string_view path, HashKind kind) {
  const std::size_t flags_at = kIdAt + hash_size(kind);
  const std::size_t path_at = flags_at + 4;
  const std::size_t begin = out.size();
  out.resize(begin + ((path_at + path.size() + 8) & ~std::size_t{7}));
  char* const at = out.data() + begin;
  put_number(at + kModeAt, entry.mode, 4);
  std::memcpy(at + kIdAt, entry.id.bytes.data(), hash_size(kind));
  const auto length =
      static_cast<std::uint32_t>(std::min<std::size_t>(path.size(), std::size_t{kNameLength}));
  put_number(at + flags_at, kExtended | std::uint32_t{entry.stage} << kStageShift | length, 2);
  put_number(at + flags_at + 2, entry.intent_to_add ? kIntentToAdd >> 16U : 0, 2);
  std::ranges::copy(path, at + path_at);
}

bool stands_before(const IndexCursor& a, const IndexCursor& b) {
  if (a.path() != b.path()) return a.path() < b.path();
  return a.entry().stage < b.entry().stage;
}

}  // namespace

Result<IndexFile> IndexFile::open(const std::string& path, const std::string& git_directory,
                                  HashKind kind) {
  if (access(path.c_str(), F_OK) != 0 && errno == ENOENT) {
    IndexFile none;
    none.kind_ = kind;
    return none;
  }
  auto file = MappedFile::open(path);
  if (!file) return file.error();
  auto index = parse(file->bytes(), kind);
  if (!index) return index.error().within(path);
  index->file_ = *std::move(file);
  if (!index->shared_) return index;
  const std::string shared_path = git_directory + "/sharedindex." + to_hex(*index->shared_, kind);
  const auto shared_file = MappedFile::open(shared_path);
  if (!shared_file) return shared_file.error().within(path + " is split");
  const auto shared = parse(shared_file->bytes(), kind);
  if (!shared) return shared.error().within(shared_path);
  auto joined = join(*shared, *index);
  if (!joined) return joined.error().within(path);
  return joined;
}

Result<IndexFile> IndexFile::parse(std::string_view bytes, HashKind kind) {
  IndexFile index;
  index.kind_ = kind;
  if (bytes.empty()) return index;
  if (bytes.size() < kHeader + hash_size(kind) || !bytes.starts_with("DIRC"))
    return Error{"not an index, or cut off"};
  index.bytes_ = bytes.substr(0, bytes.size() - hash_size(kind));
  index.version_ = big_endian_32(bytes.data() + 4);
  index.count_ = big_endian_32(bytes.data() + 8);
  if (index.version_ < 2 || index.version_ > 4)
    return Error{"an index of version " + std::to_string(index.version_) + ", which is not known"};
  const auto end = index.end_of_entries();
  if (!end) return end.error();
  if (const Status done = index.parse_extensions(index.bytes_.substr(*end)); !done)
    return done.error();
  return index;
}

Result<std::size_t> IndexFile::end_of_entries() const {
  std::size_t at = kHeader;
  std::size_t path = 0;  // bytes, of version 4
  for (std::uint32_t i = 0; i < count_; ++i) {
    const auto place = entry_at(bytes_, at, version_, hash_size(kind_));
    if (!place || place->removed > path)
      return Error{"entry " + std::to_string(i) + " is damaged or cut off"};
    if (version_ == 4) path = path - place->removed + place->new_path.size();
    if (path > kLongestPath) return Error{"entry " + std::to_string(i) + " has too long a path"};
    at = place->end;
  }
  return at;
}

Status IndexFile::parse_extensions(std::string_view rest) {
  while (!rest.empty()) {
    if (rest.size() < 8) return Error{"an extension is cut off"};
    const std::string_view name = rest.substr(0, 4);
    const std::size_t size = big_endian_32(rest.data() + 4);
    rest.remove_prefix(8);
    if (size > rest.size()) return Error{"an extension is cut off"};
    const std::string_view data = rest.substr(0, size);
    rest.remove_prefix(size);
    if (name == "TREE") {
      tree_data_ = data;
      cached_trees_ = parse_cached_trees(data, kind_);
    } else if (name == "link") {
      if (const Status done = parse_link(data); !done) return done.error();
    } else if (name != "sdir" && (name[0] < 'A' || name[0] > 'Z')) {
      return Error{"it needs an extension that is not known"};
    }
  }
  return Done{};
}

Status IndexFile::parse_link(std::string_view data) {
  if (data.size() < hash_size(kind_)) return Error{"its link to a shared index is cut off"};
  const ObjectId id = ObjectId::from_raw(data.data(), kind_);
  data.remove_prefix(hash_size(kind_));
  if (id.is_null()) return Done{};
  shared_ = id;
  if (data.empty()) return Done{};
  const auto deleted = take_ewah(data);
  if (!deleted) return deleted.error();
  const auto replaced = take_ewah(data);
  if (!replaced) return replaced.error();
  deleted_ = *deleted;
  replaced_ = *replaced;
  return Done{};
}

Result<IndexFile> IndexFile::join(const IndexFile& shared, const IndexFile& split) {
  const auto bits = [&](std::string_view bitmap) -> Result<std::vector<bool>> {
    return bitmap.empty() ? std::vector<bool>(shared.count()) : read_ewah(bitmap, shared.count());
  };
  const auto deleted = bits(split.deleted_);
  if (!deleted) return deleted.error();
  const auto replaced = bits(split.replaced_);
  if (!replaced) return replaced.error();
  const auto replacements = static_cast<std::uint32_t>(std::ranges::count(*replaced, true));
  if (replacements > split.count()) return Error{"it replaces more entries than it has"};

  IndexCursor replacement(split);
  IndexCursor added(split);
  added.skip(replacements);
  std::string out = "DIRC";
  out.reserve(std::min(kLargestJoined, 2 * shared.bytes_.size() + 2 * split.bytes_.size()));
  out.resize(kHeader);
  std::uint32_t count = 0;
  IndexCursor kept(shared);
  for (std::uint32_t i = 0; !kept.at_end() || !added.at_end();) {
    if (out.size() > kLargestJoined) return Error{"too large when joined with its shared index"};
    if (!added.at_end() && (kept.at_end() || stands_before(added, kept))) {
      add_entry(out, added.entry(), added.path(), split.kind_);
      added.advance();
      ++count;
      continue;
    }
    const IndexEntry entry = (*replaced)[i] ? replacement.entry() : kept.entry();
    if (!(*deleted)[i]) {
      add_entry(out, entry, kept.path(), split.kind_);
      ++count;
    }
    if ((*replaced)[i]) replacement.advance();
    kept.advance();
    ++i;
  }
  out.append(hash_size(split.kind_), '\0');
  put_number(out.data() + 4, 3, 4);
  put_number(out.data() + 8, count, 4);

  auto bytes = std::make_shared<const std::string>(std::move(out));
  auto joined = parse(*bytes, split.kind_);
  if (!joined) return joined.error();
  joined->joined_ = std::move(bytes);
  joined->joined_tree_data_ = std::make_shared<const std::string>(split.tree_data_);
  joined->tree_data_ = *joined->joined_tree_data_;
  joined->cached_trees_ = parse_cached_trees(joined->tree_data_, split.kind_);
  return joined;
}

IndexCursor::IndexCursor(const IndexFile& index)
    : index_(&index), next_(kHeader), remaining_(index.count()) {
  read();
}

/// Reads the entry at `next_`. The file was checked when it was opened; should it have changed
/// since, this is the end.
void IndexCursor::read() {
  if (remaining_ == 0) return;
  at_ = next_;
  const auto place = entry_at(index_->bytes_, at_, index_->version_, hash_size(index_->kind_));
  if (!place || (index_->version_ == 4 && place->removed > whole_path_.size())) {
    remaining_ = 0;
    return;
  }
  next_ = place->end;
  flags_ = place->flags;
  path_ = place->new_path;
  if (index_->version_ != 4) return;
  whole_path_.resize(whole_path_.size() - place->removed);
  whole_path_ += place->new_path;
}

IndexEntry IndexCursor::entry() const {
  const char* const begin = index_->bytes_.data() + at_;
  IndexEntry entry;
  entry.path = path();
  entry.id = ObjectId::from_raw(begin + kIdAt, index_->kind_);
  entry.mode = big_endian_32(begin + kModeAt);
  entry.stage = static_cast<std::uint8_t>(flags_ >> kStageShift & 3U);
  entry.intent_to_add = (flags_ & kIntentToAdd) != 0;
  return entry;
}

void IndexCursor::advance() {
  if (remaining_ == 0) return;
  --remaining_;
  read();
}

void IndexCursor::skip(std::uint32_t count) {
  for (std::uint32_t i = 0; i < count && !at_end(); ++i)
    advance();
}

}  // namespace nhiscan
