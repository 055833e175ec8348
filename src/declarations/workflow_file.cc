#include "declarations/workflow_file.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "declarations/place.h"
#include "declarations/secret_names.h"

namespace nhiscan {

namespace {

constexpr std::size_t kMaxDeclarations = 5'000;

/// Offset at which `.github/`, `.gitea/` or `.forgejo/` starts.
std::size_t folder_begin(std::string_view path) {
  for (const std::string_view folder : {".github/", ".gitea/", ".forgejo/"}) {
    const std::size_t at = path.rfind(folder);
    if (at != std::string_view::npos) return at;
  }
  return 0;
}

std::string repository_of(std::string_view directory) {
  while (directory.ends_with('/'))
    directory.remove_suffix(1);
  const std::string_view name = file_name(directory);
  return name == "." || name == ".." ? std::string() : std::string(name);
}

struct OwnerComment {
  std::string owner;
  std::string source;
};

/// `# owner: payments` as a line of comment.
OwnerComment read_owner(std::string_view line) {
  const std::size_t colon = line.find(':');
  const std::size_t owner = line.find_first_not_of(" \t", std::min(colon, line.size() - 1) + 1);
  if (colon == std::string_view::npos || owner == std::string_view::npos) return {};
  const std::size_t word = std::min(line.find_first_not_of("# \t"), colon);
  const std::string key = lower_ascii(line.substr(word, colon - word));
  if (key != "owner" && key != "team" && key != "maintainer") return {};
  const std::size_t end = line.find_last_not_of(" \t\r") + 1;
  if (end <= owner) return {};
  return {std::string(shortened(line.substr(owner, end - owner), 300)), "comment " + key};
}

/// The owner that the comment at the top of the file names.
OwnerComment find_owner_comment(std::string_view text) {
  OwnerComment found;
  while (text.starts_with('#') && found.owner.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    found = read_owner(line);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return found;
}

void add_references(const WorkflowFile& file, YamlNode node,
                    std::vector<SecretReference>& references) {
  if (node.is_scalar()) {
    auto found = find_secret_references(file.text(), node.span());
    std::ranges::move(found, std::back_inserter(references));
  }
  for (const YamlNode item : node.items())
    add_references(file, item, references);
  for (const auto& [key, value] : node.entries())
    add_references(file, value, references);
}

}  // namespace

WorkflowFile::WorkflowFile(std::string_view path, std::string_view text)
    : text_(text),
      name_(path.substr(folder_begin(path))),
      repository_(repository_of(path.substr(0, folder_begin(path)))) {
  OwnerComment comment = find_owner_comment(text);
  owner_label_ = std::move(comment.owner);
  owner_label_source_ = std::move(comment.source);
}

Declaration* WorkflowFile::declare(std::string_view what, std::string_view provider,
                                   const std::string& name, const std::string& target, Span span) {
  const std::vector<std::string> key{std::string(provider), name, target};
  const auto known = known_.find(key);
  if (known != known_.end()) return known->second;
  full_ = declarations_.size() >= kMaxDeclarations;
  if (full_) return nullptr;
  Declaration& declaration = declarations_.emplace_back();
  known_.emplace(key, &declaration);
  declaration.format = "github-actions";
  declaration.what = what;
  declaration.provider = provider;
  declaration.name = name;
  declaration.target = target;
  declaration.location.begin = span.begin;
  declaration.location.end = span.end;
  declaration.owner_label = owner_label_;
  declaration.owner_label_source = owner_label_source_;
  return &declaration;
}

Declaration* WorkflowFile::declare_secret(const SecretReference& reference,
                                          const WorkflowPlace& place) {
  const bool is_named = reference.use == SecretUse::named;
  const SecretName read = read_secret_name(reference.name);
  const std::string name = is_named ? "secrets." + reference.name : "secrets.*";
  Declaration* secret =
      declare("secret-reference", read.provider.empty() ? provider() : read.provider, name,
              repository_, reference.span);
  if (secret == nullptr) return nullptr;
  secret->kind = read.kind;
  secret->storage = Storage::referenced;
  if (read.is_identifier) secret->facts.insert_or_assign("identifier", true);
  add_once(secret->consumers, place.consumer);
  if (!place.environment.empty()) add_fact(secret->facts, "environments", place.environment);
  if (reference.use == SecretUse::computed) {
    add_once(secret->warnings, "the secret is chosen when the workflow runs");
  }
  if (is_pull_request_target) {
    add_once(secret->warnings,
             "pull_request_target: pull requests from forks run with this secret");
  }
  return secret;
}

std::string_view WorkflowFile::provider() const {
  return name_.starts_with(".github/") ? "GitHub" : "Gitea / Forgejo";
}

Declared WorkflowFile::take() {
  known_.clear();
  Declared declared;
  std::ranges::move(declarations_, std::back_inserter(declared.declarations));
  if (full_) add_unread(declared.unread, Unread::Cause::limit, "more than 5,000 declarations");
  return declared;
}

std::vector<SecretReference> references_below(const WorkflowFile& file, YamlNode node) {
  std::vector<SecretReference> references;
  add_references(file, node, references);
  return references;
}

}  // namespace nhiscan
