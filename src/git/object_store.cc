#include "git/object_store.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "git/delta.h"
#include "git/object_environment.h"

namespace nhiscan {
namespace {

namespace fs = std::filesystem;

constexpr int kDeepestAlternate = 5;  // as git
constexpr int kLongestChain = 10'000;
constexpr int kMostExternalBases = 50;
constexpr int kTriesWhileRepacked = 10;
constexpr int kMostLater = 5;
constexpr std::chrono::milliseconds kWait{5};  // git renames the files of a pack one by one
constexpr std::size_t kLargestAlternates = std::size_t{1024} * 1024;

/// Names in a directory, sorted; none if it can't be read.
std::vector<std::string> names_in(const std::string& directory) {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator at(directory, failed), end; !failed && at != end;
       at.increment(failed))
    names.push_back(at->path().filename().string());
  std::ranges::sort(names);
  return names;
}

std::string canonical(const std::string& path) {
  std::error_code failed;
  const fs::path real = fs::weakly_canonical(path, failed);
  return failed ? path : real.string();
}

bool is_directory(const std::string& path) {
  std::error_code failed;
  return fs::is_directory(path, failed);
}

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::vector<std::string> alternates_of(const std::string& directory) {
  std::vector<std::string> list;
  const auto text = read_small_file(directory + "/info/alternates", kLargestAlternates);
  std::string_view rest = text ? std::string_view(*text) : std::string_view();
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.empty() || line.front() == '#') continue;
    list.push_back(line.front() == '/' ? std::string(line) : directory + "/" + std::string(line));
  }
  return list;
}

}  // namespace

Result<LooseHeader> parse_loose_header(std::string_view bytes) {
  const Error damaged{"not a git object"};
  const std::size_t end = bytes.substr(0, 40).find('\0');
  const std::size_t space = bytes.substr(0, 40).find(' ');
  if (end == std::string_view::npos || space > end) return damaged;
  LooseHeader header;
  header.type = object_type_named(bytes.substr(0, space));
  header.length = end + 1;
  const char* digits_end = bytes.data() + end;
  const auto [parsed, failed] = std::from_chars(bytes.data() + space + 1, digits_end, header.size);
  if (failed != std::errc() || parsed != digits_end || header.type == ObjectType::none)
    return damaged;
  return header;
}

Result<std::unique_ptr<ObjectStream>> ObjectStream::open_loose(const std::string& path) {
  auto file = MappedFile::open(path);
  if (!file) return file.error();
  std::unique_ptr<ObjectStream> object(new ObjectStream(*std::move(file)));
  std::string head(64, '\0');
  const auto got = object->inflate_.read(head.data(), head.size());
  if (!got) return got.error();
  head.resize(*got);
  const auto header = parse_loose_header(head);
  if (!header) return header.error();
  object->type_ = header->type;
  object->size_ = header->size;
  object->begun_ = head.substr(header->length);
  return object;
}

Result<std::size_t> ObjectStream::read(char* out, std::size_t size) {
  const std::size_t begun = std::min(size, begun_.size());
  begun_.copy(out, begun);
  begun_.erase(0, begun);
  const auto rest = inflate_.read(out + begun, size - begun);
  if (!rest) return rest.error();
  return begun + *rest;
}

/// The store opened once more, when it was first asked for.
class ObjectStore::Later {
 public:
  const ObjectStore* open(const std::string& directory, HashKind kind) {
    const std::scoped_lock lock(mutex_);
    if (!store_) {
      auto now = ObjectStore::open(directory, kind, Loose::look_up);
      if (!now) return nullptr;
      store_ = std::make_unique<ObjectStore>(*std::move(now));
    }
    return store_.get();
  }

 private:
  std::mutex mutex_;
  std::unique_ptr<ObjectStore> store_;
};

Result<ObjectStore> ObjectStore::open(const std::string& directory, HashKind kind, Loose loose,
                                      std::span<const ObjectId> first_packs) {
  if (!is_directory(directory)) return Error{directory + ": not a directory of git objects"};
  ObjectStore store;
  for (int tries = 0; tries < kTriesWhileRepacked; ++tries) {
    if (tries > 0) std::this_thread::sleep_for(kWait);
    store = ObjectStore();
    store.kind_ = kind;
    store.listing_ = loose;
    std::vector<std::string> seen;
    store.add_directory(directory, seen, 0);
    for (const std::string& other : objects_of_environment(directory))
      store.add_directory(other, seen, 1);
    if (!store.changes_) break;
  }
  store.directory_ = directory;
  store.later_ = std::make_shared<Later>();
  std::ranges::sort(store.loose_);
  const auto same_id = [](const LooseObject& a, const LooseObject& b) { return a.id == b.id; };
  store.loose_.erase(std::unique(store.loose_.begin(), store.loose_.end(), same_id),
                     store.loose_.end());
  std::ranges::stable_sort(store.packs_, {}, [&](const Pack& pack) {
    return std::ranges::find(first_packs, pack.checksum()) - first_packs.begin();
  });
  store.number_packs();
  return store;
}

ObjectStore ObjectStore::of(std::vector<Pack> packs, HashKind kind) {
  ObjectStore store;
  store.kind_ = kind;
  store.packs_ = std::move(packs);
  store.number_packs();
  return store;
}

void ObjectStore::number_packs() {
  for (const Pack& pack : packs_)
    first_number_.push_back(first_number_.back() + pack.index().count());
}

void ObjectStore::add_directory(const std::string& directory, std::vector<std::string>& seen,
                                int depth) {
  const std::string real = canonical(directory);
  if (std::ranges::find(seen, real) != seen.end()) return;
  seen.push_back(real);
  if (!is_directory(real)) {
    problems_.push_back({directory, "the alternate object directory is not there"});
    return;
  }
  // Loose objects first: what is packed in between is then found in its new pack.
  if (listing_ == Loose::list)
    add_loose(real);
  else
    looked_up_.push_back(real);
  add_packs(real);
  for (const std::string& alternate : alternates_of(real)) {
    if (depth >= kDeepestAlternate)
      problems_.push_back({alternate, "alternates nest too deep"});
    else
      add_directory(alternate, seen, depth + 1);
  }
}

void ObjectStore::add_packs(const std::string& directory) {
  const std::string pack_directory = directory + "/pack";
  const std::vector<std::string> names = names_in(pack_directory);
  std::map<std::string, std::vector<PackIndex::Entry>> from_midx;
  const auto take_midx = [&] {
    if (!std::ranges::binary_search(names, "multi-pack-index")) return;
    const auto file = MappedFile::open(pack_directory + "/multi-pack-index");
    if (!file) return;
    auto midx = parse_multi_pack_index(file->bytes(), kind_);
    if (!midx) return;
    for (MultiPackIndex::PackPart& part : midx->packs)
      from_midx[part.name] = std::move(part.entries);
  };
  const auto is_listed = [&](const std::string& name) {
    return std::ranges::binary_search(names, name);
  };
  bool midx_taken = false;
  for (const std::string& name : names) {
    if (!name.starts_with("pack-")) continue;
    const std::string stem = name.substr(0, name.rfind('.'));
    if (name.ends_with(".promisor")) partial_ = true;
    if (name.ends_with(".idx") && !is_listed(stem + ".pack")) {
      problems_.push_back({pack_directory + "/" + name, "its pack is not there"});
      changes_ = true;
    }
    if (!name.ends_with(".pack")) continue;
    auto index = PackIndex::open(pack_directory + "/" + stem + ".idx", kind_);
    if (!index) {
      if (!std::exchange(midx_taken, true)) take_midx();
      const auto known = from_midx.find(stem + ".idx");
      if (known != from_midx.end())
        index = PackIndex::of(std::move(known->second), kind_);
      else
        changes_ |= !is_listed(stem + ".idx");
    }
    add_pack(pack_directory + "/" + name, std::move(index));
  }
  changes_ |= names_in(pack_directory) != names;
}

void ObjectStore::add_pack(const std::string& path, Result<PackIndex> index) {
  if (!index) {
    problems_.push_back({path, "its index can't be read: " + index.error().message});
    return;
  }
  auto pack = Pack::open(path, *std::move(index), kind_);
  if (!pack) {
    problems_.push_back({path, pack.error().message});
    return;
  }
  const auto& checksum = pack->index().pack_checksum();
  if (checksum && *checksum != pack->checksum())
    problems_.push_back({path, "cut off or changed: its end is not what its index says"});
  packs_.push_back(*std::move(pack));
}

void ObjectStore::add_loose(const std::string& directory) {
  const std::size_t rest = 2 * hash_size(kind_) - 2;
  for (const std::string& prefix : names_in(directory)) {
    if (prefix.size() != 2 || !is_hex(prefix)) continue;
    const std::string folder = directory + "/" + prefix;
    for (const std::string& name : names_in(folder))
      if (name.size() == rest && is_hex(name))
        loose_.push_back({*parse_object_id(prefix + name, kind_), folder + "/" + name});
  }
}

std::optional<std::pair<std::uint32_t, std::uint32_t>> ObjectStore::find(const ObjectId& id) const {
  for (std::uint32_t pack = 0; pack < packs_.size(); ++pack)
    if (const auto position = packs_[pack].index().find(id)) return std::pair(pack, *position);
  return std::nullopt;
}

std::uint32_t ObjectStore::object_count() const { return loose_number(loose_.size()); }

std::optional<std::uint32_t> ObjectStore::number_of(const ObjectId& id) const {
  if (const auto place = find(id)) return number(place->first, place->second);
  return number_of_loose(id);
}

std::optional<std::uint32_t> ObjectStore::number_of(const ObjectId& id,
                                                    std::span<const FineFanout> fanouts) const {
  for (std::uint32_t pack = 0; pack < packs_.size(); ++pack)
    if (const auto position = packs_[pack].index().find(id, fanouts[pack]))
      return number(pack, *position);
  return number_of_loose(id);
}

std::optional<std::uint32_t> ObjectStore::number_of_loose(const ObjectId& id) const {
  const auto loose = std::ranges::lower_bound(loose_, id, {}, &LooseObject::id);
  if (loose == loose_.end() || loose->id != id) return std::nullopt;
  return loose_number(static_cast<std::size_t>(loose - loose_.begin()));
}

ObjectId ObjectStore::id_of(std::uint32_t number) const {
  if (number >= first_number_.back()) return loose_[number - first_number_.back()].id;
  const auto next = std::ranges::upper_bound(first_number_, number);
  const auto pack = static_cast<std::size_t>(next - first_number_.begin()) - 1;
  return packs_[pack].index().id(number - first_number_[pack]);
}

std::optional<LooseObject> ObjectStore::find_loose(const ObjectId& id) const {
  const auto listed = std::ranges::lower_bound(loose_, id, {}, &LooseObject::id);
  if (listed != loose_.end() && listed->id == id) return *listed;
  const std::string hex = to_hex(id, kind_);
  for (const std::string& directory : looked_up_) {
    std::string path = directory + "/" + hex.substr(0, 2) + "/" + hex.substr(2);
    std::error_code failed;
    if (fs::exists(path, failed)) return LooseObject{id, std::move(path)};
  }
  return std::nullopt;
}

bool ObjectStore::has(const ObjectId& id) const { return find(id) || find_loose(id); }

Result<StoredObject> ObjectStore::read(const ObjectId& id, Inflater& inflater,
                                       std::uint64_t limit) const {
  return read_elsewhere(id, static_cast<std::uint32_t>(packs_.size()), inflater, limit);
}

Result<StoredObject> ObjectStore::read_elsewhere(const ObjectId& id, std::uint32_t pack,
                                                 Inflater& inflater, std::uint64_t limit) const {
  std::optional<Error> failed;
  for (std::uint32_t i = 0; i < packs_.size(); ++i) {
    if (i == pack) continue;
    const auto position = packs_[i].index().find(id);
    if (!position) continue;
    auto object = read_at(packs_[i], packs_[i].index().offset(*position), inflater, limit);
    if (object) return object;
    if (!failed) failed = object.error();
  }
  if (const auto loose = find_loose(id)) {
    auto object = read_loose(*loose, limit);
    if (object) return object;
    if (!failed) failed = object.error();
  }
  return failed.value_or(Error{"missing"});
}

Result<std::unique_ptr<ObjectStream>> ObjectStore::open_stream(const ObjectId& id) const {
  for (const Pack& pack : packs_) {
    const auto position = pack.index().find(id);
    if (!position) continue;
    const auto entry = pack.entry(pack.index().offset(*position));
    if (entry && entry->base == PackEntry::Base::none)
      return std::make_unique<ObjectStream>(entry->type, entry->size, pack.data(*entry));
  }
  if (const auto loose = find_loose(id)) return ObjectStream::open_loose(loose->path);
  return Error{has(id) ? "a delta of another object" : "missing"};
}

Result<StoredObject> ObjectStore::read_loose(const LooseObject& object, std::uint64_t limit) const {
  auto read = read_loose_file(object, limit);
  std::error_code failed;
  if (read || !later_ || fs::exists(object.path, failed)) return read;
  return read_later(object.id, limit);
}

Result<StoredObject> ObjectStore::read_later(const ObjectId& id, std::uint64_t limit) const {
  Inflater inflater;
  const ObjectStore* now = this;
  for (int i = 0; i < kMostLater; ++i) {
    now = now->later_->open(directory_, kind_);
    if (now == nullptr) break;
    if (const auto place = now->find(id)) {
      const Pack& pack = now->packs_[place->first];
      return now->read_at(pack, pack.index().offset(place->second), inflater, limit);
    }
    if (const auto loose = now->find_loose(id))
      if (auto object = read_loose_file(*loose, limit)) return object;
  }
  return Error{"it was deleted while the repository was read"};
}

Result<StoredObject> ObjectStore::read_loose_file(const LooseObject& object, std::uint64_t limit) {
  const auto file = read_small_file(object.path, limit);
  if (!file) return file.error();
  InflateStream stream(*file);
  std::string head(64, '\0');
  const auto got = stream.read(head.data(), head.size());
  if (!got) return got.error();
  head.resize(*got);
  const auto header = parse_loose_header(head);
  if (!header) return header.error();
  if (header->size > limit) return Error{"larger than what may be in memory"};
  StoredObject whole{header->type, Bytes(header->size)};
  const std::string_view begun = std::string_view(head).substr(header->length);
  if (begun.size() > header->size) return Error{"its data is longer than its header says"};
  std::ranges::copy(begun, whole.bytes.data());
  const auto rest = stream.read(whole.bytes.data() + begun.size(), header->size - begun.size());
  if (!rest) return rest.error();
  if (*rest != header->size - begun.size())
    return Error{"its data is shorter than its header says"};
  return whole;
}

Result<StoredObject> ObjectStore::read_packed(const Pack& pack, std::uint64_t offset,
                                              Inflater& inflater, std::uint64_t limit,
                                              int depth) const {
  std::vector<PackEntry> chain;  // the object first
  std::optional<StoredObject> base;
  while (!base) {
    auto entry = pack.entry(offset);
    if (!entry) return entry.error();
    if (entry->size > limit) return Error{"larger than what may be in memory"};
    chain.push_back(*entry);
    if (chain.size() > kLongestChain) return Error{"its chain of deltas does not end"};
    if (entry->base == PackEntry::Base::none) break;
    offset = entry->base_offset;
    if (entry->base != PackEntry::Base::id) continue;
    if (const auto inside = pack.index().find(entry->base_id)) {
      offset = pack.index().offset(*inside);
      continue;
    }
    if (depth >= kMostExternalBases) return Error{"its chain of deltas does not end"};
    const auto elsewhere = find(entry->base_id);
    auto external = elsewhere
                        ? read_packed(packs_[elsewhere->first],
                                      packs_[elsewhere->first].index().offset(elsewhere->second),
                                      inflater, limit, depth + 1)
                        : read(entry->base_id, inflater, limit);
    if (!external) return Error{"its delta base: " + external.error().message};
    base = *std::move(external);
  }
  if (!base) {
    auto bytes = pack.inflate(chain.back(), inflater);
    if (!bytes) return bytes.error();
    base = StoredObject{chain.back().type, *std::move(bytes)};
    chain.pop_back();
  }
  std::vector<CopiedRange> copied;
  for (; !chain.empty(); chain.pop_back()) {
    const auto delta = pack.inflate(chain.back(), inflater);
    if (!delta) return delta.error();
    const auto sizes = read_delta_sizes(delta->view());
    if (!sizes) return sizes.error();
    if (sizes->result > limit) return Error{"larger than what may be in memory"};
    auto bytes = apply_delta(base->bytes.view(), delta->view(), copied);
    if (!bytes) return bytes.error();
    base->bytes = *std::move(bytes);
  }
  return *std::move(base);
}

}  // namespace nhiscan
