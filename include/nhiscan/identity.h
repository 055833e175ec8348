#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "nhiscan/finding.h"

namespace nhiscan {

/// A non-human identity that a file declares (a service account, a workflow's token, a stored
/// secret), not a leaked value.
struct Declaration {
  std::string format;  ///< "kubernetes", "github-actions"
  std::string what;    ///< "ServiceAccount", "RoleBinding", "Secret", "workflow-permissions",
                       ///< "secret-reference", "oidc"
  std::string provider;
  Kind kind = Kind::service_account;
  std::string name;    ///< unique within provider and target:
                       ///< "system:serviceaccount:<namespace>:<name>", "secrets.DEPLOY_KEY"
  std::string target;  ///< namespace, cluster, repository, account; empty where unknown
  Storage storage = Storage::referenced;
  Location location;  ///< of the declaring line
  Lifetime lifetime;
  Scope scope;
  std::string
      owner_label;  ///< owner named by the resource itself (label, annotation); empty where none
  std::string owner_label_source;      ///< "label owner", "annotation a8r.io/owner"
  std::vector<std::string> consumers;  ///< workloads, jobs, steps that use it
  Facts facts;
  std::vector<std::string>
      warnings;  ///< what stands out: "bound to cluster-admin", "secrets: inherit"
};

struct Occurrence {
  std::string rule;  ///< rule id, or declaration format
  Location location;
  Context context = Context::code;
  std::string environment = "unknown";
  std::optional<bool> tracked;
  std::optional<Commit> commit;
  bool at_head = true;
  std::optional<SecretHistory> history;
};

struct RiskFactor {
  std::string name;
  double weight = 0;
  std::string why;
};

struct Reuse {
  std::size_t repos = 1;
  std::size_t environments = 1;
  std::size_t agents = 0;
};

struct PolicyResult {
  std::string policy;
  std::string verdict;  ///< pass, warn, fail
  std::string message;
};

/// One distinct credential, pair, or declared principal.
struct Identity {
  std::string id;
  Kind kind = Kind::api_key;
  std::string provider;
  std::string name;
  std::string target;
  std::string redacted;  ///< empty for what is only declared
  bool declared = false;
  bool leaked = false;
  Storage storage = Storage::plaintext;
  std::vector<Occurrence> occurrences;
  std::vector<std::string>
      parts;  ///< finding ids that make up the identity (a pair has two or more)
  std::optional<std::int64_t> first_seen;
  std::optional<std::int64_t> last_seen;
  std::optional<std::int64_t> removed_at;
  Observed observed;  ///< in all files, histories' older versions left out
  State state = State::active;
  Severity severity = Severity::medium;
  Confidence confidence = Confidence::medium;
  Validity validity = Validity::unknown;
  bool is_public = false;
  Lifetime lifetime;
  Scope scope;
  std::string environment = "unknown";
  Owner owner;
  std::vector<Evidence>
      owner_labels;  ///< owners that the declaring resource names: {label and place, owner}
  std::vector<std::string> consumers;
  std::vector<std::string> agents;
  Reuse reuse;
  double risk_score = 0;  ///< 0 to 100
  std::vector<RiskFactor> risk_factors;
  std::vector<std::string> controls;
  std::vector<PolicyResult> policy;
  std::vector<std::string> offboarding;  ///< steps, in order
  Facts decoded;
  std::vector<std::string> warnings;
};

struct Inventory {
  std::vector<Identity> identities;  ///< sorted: riskiest first, then by id
};

}  // namespace nhiscan
