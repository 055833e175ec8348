#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "declarations/actions_expressions.h"
#include "declarations/declared.h"
#include "declarations/yaml.h"
#include "nhiscan/identity.h"

namespace nhiscan {

/// Where in a workflow something is used.
struct WorkflowPlace {
  std::string consumer;     ///< ".github/workflows/ci.yml build/Publish"
  std::string environment;  ///< of the job; empty where it names none
};

/// One workflow file and what it declares, each secret once.
class WorkflowFile {
 public:
  WorkflowFile(std::string_view path, std::string_view text);

  [[nodiscard]] std::string_view text() const { return text_; }

  /// Directory that holds `.github`: the repository's name where the path shows it, else empty.
  [[nodiscard]] const std::string& repository() const { return repository_; }

  /// The path inside of the repository, `.github/workflows/ci.yml`.
  [[nodiscard]] std::string_view name() const { return name_; }

  /// "GitHub", or "Gitea / Forgejo" which take the same files from folders of their own.
  [[nodiscard]] std::string_view provider() const;

  /// A declaration of what `span` declares, new or met before under this provider, name and target.
  /// Nothing once there are 5,000. The pointer stays valid.
  Declaration* declare(std::string_view what, std::string_view provider, const std::string& name,
                       const std::string& target, Span span);

  /// The secret that a reference, which isn't the job's own token, names; used at `place`.
  Declaration* declare_secret(const SecretReference& reference, const WorkflowPlace& place);

  /// Whether it runs for pull requests from forks with the repository's secrets.
  bool is_pull_request_target = false;

  Declared take();

 private:
  std::string_view text_;
  std::string_view name_;
  std::string repository_;
  std::string owner_label_;
  std::string owner_label_source_;
  std::deque<Declaration> declarations_;
  std::map<std::vector<std::string>, Declaration*> known_;
  bool full_ = false;  // something more was declared
};

/// The references in all scalars below `node`, in order.
std::vector<SecretReference> references_below(const WorkflowFile& file, YamlNode node);

}  // namespace nhiscan
