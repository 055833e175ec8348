#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "nhiscan/kinds.h"
#include "nhiscan/rule.h"

namespace nhiscan {

/// A half-open byte range `[begin, end)`.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;

  [[nodiscard]] std::size_t size() const { return end - begin; }
  [[nodiscard]] bool overlaps(const Span& other) const {
    return begin < other.end && other.begin < end;
  }
  auto operator<=>(const Span&) const = default;
};

/// Sensitive bytes. Has no stream operator and no JSON form: what may be shown is `redacted()`;
/// `expose()` is looked for in review.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string bytes) : bytes_(std::move(bytes)) {}

  /// At most the first four and last four bytes of a value of at least 24 bytes, else only
  /// asterisks. One line, printable.
  [[nodiscard]] std::string redacted() const;
  [[nodiscard]] const std::string& expose() const { return bytes_; }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }

 private:
  std::string bytes_;
};

/// One thing that a credential says about itself. Integers that are times are seconds since the
/// epoch, UTC, and their names end in `_at`.
using FactValue = std::variant<std::string, std::int64_t, bool, std::vector<std::string>>;
using Facts = std::map<std::string, FactValue, std::less<>>;

/// Where a secret stands. Lines and columns are 1-based; columns count Unicode code points (a byte
/// that is not UTF-8 counts as one); `end_column` is exclusive. `begin` and `end` are byte offsets.
/// All of them count in the file, or in the last member of the chain that is opened apart. What is
/// encoded in a text (base64, …) stands where its encoded form does.
struct Location {
  std::string root;     ///< the PATH argument it was found under
  std::string path;     ///< with `/`, relative to the working directory as the PATH argument is
  std::string blob_id;  ///< git object id, where known
  std::size_t line = 1;
  std::size_t column = 1;
  std::size_t end_line = 1;
  std::size_t end_column = 1;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::vector<std::string> chain;        ///< members and decodings between the file and the secret
  bool is_in_member = false;             ///< whether they count in a member and not in the file
  std::optional<int> cell;               ///< of a notebook, from 1
  std::optional<std::size_t> cell_line;  ///< in the cell, 1-based
  std::string key_path;                  ///< "spec.env[2].value"; empty where unknown
  std::optional<Context> context;  ///< what the part of the file says; nothing: its path decides
};

struct Commit {
  std::string id;
  std::string author;
  std::string email;
  std::int64_t date = 0;  ///< author date, seconds since the epoch
  std::string summary;
};

/// What a repository's history says of a secret in one file, by whatever names it went.
struct SecretHistory {
  std::vector<std::string> paths;  ///< the first it had, then the others, as `Location::path`
  Reach reach = Reach::unreachable;
  std::vector<std::string> refs;  ///< up to ten whose tip holds it, HEAD and branches first
  std::size_t versions = 1;       ///< blobs that hold it there
  std::string removed_by;  ///< the commit after which HEAD's history, or a range of commits, no
                           ///< longer holds it there; empty where it still does or never did
  std::optional<std::int64_t> removed_at;  ///< that commit's time, seconds since the epoch
};

/// Times are seconds since the epoch, UTC. `basis` says where the class comes from ("exp claim",
/// "format", "notAfter", …).
struct Lifetime {
  LifetimeClass lifetime_class = LifetimeClass::unknown;
  std::optional<std::int64_t> issued;
  std::optional<std::int64_t> expires;
  std::string basis = "unknown";
};

struct Evidence {
  std::string source;  ///< "CODEOWNERS:12", "blame", "package.json", …
  std::string detail;
  auto operator<=>(const Evidence&) const = default;
};

struct Owner {
  std::string name;              ///< empty: nobody
  std::string kind = "unknown";  ///< person, team, service, org, unknown
  double confidence = 0;         ///< 0 to 1
  OwnerVerdict verdict = OwnerVerdict::unowned;
  std::vector<Evidence> evidence;
  std::vector<std::string> alternates;
};

/// What a credential may do. `grants` are the provider's own words (scopes, roles, permissions).
struct Scope {
  ScopeLevel level = ScopeLevel::unknown;
  std::vector<std::string> grants;
  std::string basis = "unknown";
};

/// How often a log holds a secret, and when, in seconds since the epoch, UTC. What is no log holds
/// it once at each place, and says nothing of times.
struct Observed {
  std::uint64_t count = 1;
  std::optional<std::int64_t> first;
  std::optional<std::int64_t> last;

  void add(const Observed& other) {
    count += other.count;
    if (other.first) first = std::min(first.value_or(*other.first), *other.first);
    if (other.last) last = std::max(last.value_or(*other.last), *other.last);
  }
};

/// A confirmed secret at one place; in a log, at the first of its places.
struct Finding {
  std::string
      id;  ///< fingerprint: keyed hash of kind and normalised secret, the same at every place
  std::shared_ptr<const Rule> rule;
  std::string provider;  ///< the rule's, or the issuer that decoding found
  Kind kind = Kind::api_key;
  Severity severity = Severity::medium;
  Confidence confidence = Confidence::medium;
  Validity validity = Validity::unknown;
  Storage storage = Storage::plaintext;
  Secret secret;
  Context context = Context::code;
  std::string environment = "unknown";  ///< prod, staging, dev, test, unknown
  Location location;
  std::optional<bool>
      tracked;  ///< false: git ignores the file; nothing where there is no repository
  std::optional<Commit> commit;
  std::vector<std::string> excusing_commits;  ///< ids of commits in which the rule lets it be
  bool at_head = true;
  bool in_baseline = false;  ///< the run's baseline knows it; false where there is none
  std::optional<SecretHistory> history;
  Observed observed;
  Facts decoded;
  std::string target;  ///< account, tenant, project or host; empty where unknown
  Lifetime lifetime;
  Scope scope;
  Owner owner;
  std::string key;        ///< the identifier the value is assigned to, where the rule captured one
  std::string line_hash;  ///< SARIF's primaryLocationLineHash of `location.line`; empty where the
                          ///< file was too large to keep
};

}  // namespace nhiscan
