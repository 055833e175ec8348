#include "declarations/github_actions.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "declarations/place.h"
#include "declarations/workflow_federation.h"
#include "declarations/workflow_file.h"
#include "declarations/workflow_permissions.h"
#include "declarations/yaml.h"

namespace nhiscan {

namespace {

bool is_commit(std::string_view revision) {
  return (revision.size() == 40 || revision.size() == 64) && is_hex_text(revision);
}

/// Somebody else's code at a tag or branch, which they can move: neither GitHub's own `actions/`
/// nor a local path, and neither a commit nor an image digest.
bool is_unpinned_third_party(std::string_view uses) {
  if (uses.empty() || uses.starts_with("./") || uses.starts_with("actions/")) return false;
  if (uses.starts_with("docker://")) return uses.find("@sha256:") == std::string_view::npos;
  const std::size_t at = uses.rfind('@');
  return at == std::string_view::npos || !is_commit(uses.substr(at + 1));
}

bool has_trigger(YamlNode on, std::string_view event) {
  const auto items = on.items();
  const auto entries = on.entries();
  const auto is_event = [&](YamlNode name) { return name.text() == event; };
  const auto is_entry = [&](const auto& entry) { return is_event(entry.first); };
  return is_event(on) || std::ranges::any_of(items, is_event) ||
         std::ranges::any_of(entries, is_entry);
}

/// The job's own `permissions`, key and value, or `otherwise`.
Span permissions_span(YamlNode job, Span otherwise) {
  for (const auto& [key, value] : job.entries()) {
    if (key.text() == "permissions") return {key.span().begin, value.span().end};
  }
  return otherwise;
}

/// Under pull_request_target this runs a stranger's code with the repository's rights.
bool checks_out_pull_request(YamlNode step) {
  const std::string& uses = step["uses"].text();
  const std::string& revision = step["with"]["ref"].text();
  return uses.starts_with("actions/checkout") &&
         (revision.find("github.event.pull_request.head") != std::string::npos ||
          revision.find("github.head_ref") != std::string::npos);
}

class WorkflowReader {
 public:
  WorkflowReader(YamlNode workflow, WorkflowFile& file) : workflow_(workflow), file_(file) {}

  void read() {
    file_.is_pull_request_target = has_trigger(workflow_["on"], "pull_request_target");
    for (const auto& [key, value] : workflow_.entries()) {
      if (key.text() != "jobs") use_secrets(value, {std::string(file_.name()), ""}, "", nullptr);
    }
    for (const auto& [name, job] : workflow_["jobs"].entries()) {
      if (job.is_map()) read_job(name, job);
    }
  }

 private:
  void read_job(YamlNode name, YamlNode job) {
    const YamlNode environment = job["environment"];
    const YamlNode environment_name = environment.is_map() ? environment["name"] : environment;
    const std::string job_name(shortened(name.text(), 200));
    const WorkflowPlace place{std::string(file_.name()) + ' ' + job_name,
                              std::string(shortened(environment_name.text(), 200))};
    const YamlNode permissions = job["permissions"] ? job["permissions"] : workflow_["permissions"];
    Declaration* token = declare_token(name, job, permissions, place);
    for (const auto& [key, value] : job.entries()) {
      if (key.text() == "steps") continue;
      const bool hands_over = key.text() == "secrets" || key.text() == "with";
      use_secrets(value, place, hands_over ? job["uses"].text() : "", token);
    }
    if (job["secrets"].text() == "inherit") inherit_secrets(job["secrets"], place);
    const auto permission =
        may_mint_oidc(permissions) ? OidcPermission::granted : OidcPermission::absent;
    std::size_t number = 0;
    for (const YamlNode step : job["steps"].items()) {
      const WorkflowPlace step_place{place.consumer + '/' + step_name(step, ++number),
                                     place.environment};
      read_step(step, step_place, permission, token);
    }
  }

  static std::string step_name(YamlNode step, std::size_t number) {
    for (const std::string_view key : {"name", "id", "uses"}) {
      if (!step[key].text().empty()) return std::string(shortened(step[key].text(), 100));
    }
    return "step " + std::to_string(number);
  }

  void read_step(YamlNode step, const WorkflowPlace& place, OidcPermission permission,
                 Declaration* token) {
    use_secrets(step, place, step["uses"].text(), token);
    read_login_step(step, place, permission, file_);
    if (token != nullptr && file_.is_pull_request_target && checks_out_pull_request(step)) {
      add_once(token->warnings, "pull_request_target checks out the pull request's own code");
    }
  }

  /// `receiver` is the action or workflow that the secrets below `node` are handed to.
  void use_secrets(YamlNode node, const WorkflowPlace& place, std::string_view receiver,
                   Declaration* token) {
    for (const SecretReference& reference : references_below(file_, node)) {
      Declaration* used = token;
      if (reference.use == SecretUse::token) {
        if (token != nullptr) add_once(token->consumers, place.consumer);
      } else {
        used = file_.declare_secret(reference, place);
      }
      if (used == nullptr) continue;
      if (reference.use == SecretUse::all) {
        add_once(used->warnings, "every secret at once, as by toJSON(secrets)");
      }
      if (!is_unpinned_third_party(receiver)) continue;
      add_once(used->warnings, "handed to " + std::string(shortened(receiver, 200)) +
                                   ", which is not pinned to a commit");
    }
  }

  void inherit_secrets(YamlNode inherit, const WorkflowPlace& place) {
    Declaration* all = file_.declare_secret({SecretUse::all, "", inherit.span()}, place);
    if (all != nullptr) add_once(all->warnings, "secrets: inherit hands over every secret");
  }

  Declaration* declare_token(YamlNode name, YamlNode job, YamlNode permissions,
                             const WorkflowPlace& place) {
    const std::string file(file_name(file_.name()));
    Declaration* token =
        file_.declare("workflow-permissions", file_.provider(),
                      "GITHUB_TOKEN of " + file + '/' + std::string(shortened(name.text(), 200)),
                      file_.repository(), permissions_span(job, name.span()));
    if (token == nullptr) return nullptr;
    token->kind = Kind::service_account;
    token->lifetime.lifetime_class = LifetimeClass::ephemeral;
    token->lifetime.basis = "job";
    token->scope = scope_of_permissions(permissions);
    add_once(token->consumers, place.consumer);
    if (!place.environment.empty()) add_fact(token->facts, "environments", place.environment);
    if (may_mint_oidc(permissions)) token->facts.insert_or_assign("oidc", true);
    if (permissions.text() == "write-all") add_once(token->warnings, "permissions: write-all");
    const bool may_write =
        token->scope.level != ScopeLevel::none && token->scope.level != ScopeLevel::read;
    if (file_.is_pull_request_target && may_write) {
      add_once(token->warnings, "pull_request_target with a token that may write");
    }
    return token;
  }

  YamlNode workflow_;
  WorkflowFile& file_;
};

}  // namespace

bool claims_github_actions(std::string_view path, std::string_view /*text*/) {
  if (!path.ends_with(".yml") && !path.ends_with(".yaml")) return false;
  static constexpr auto kFolders = std::to_array<std::string_view>(
      {".github/workflows/", ".gitea/workflows/", ".forgejo/workflows/"});
  return std::ranges::any_of(kFolders, [&](std::string_view folder) {
    const std::size_t at = path.rfind(folder);
    return at != std::string_view::npos && (at == 0 || path[at - 1] == '/');
  });
}

Declared read_github_actions(std::string_view path, std::string_view text) {
  const std::vector<Span> documents = split_yaml(text);
  if (documents.empty()) return {};
  const auto workflow = parse_yaml(text, documents.front());
  if (!workflow) {
    Declared nothing;
    add_unread(nothing.unread, workflow.error());
    return nothing;
  }
  WorkflowFile file(path, text);
  WorkflowReader(workflow->root(), file).read();
  return file.take();
}

}  // namespace nhiscan
