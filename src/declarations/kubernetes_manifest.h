#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "declarations/declared.h"
#include "declarations/lifetimes.h"
#include "declarations/place.h"
#include "declarations/yaml.h"
#include "nhiscan/identity.h"

namespace nhiscan {

/// One object of a manifest, `items` of lists taken apart. Its document must outlive it.
struct KubernetesObject {
  YamlNode node;
  std::string kind;
  std::string name;
  std::string
      name_space;  ///< "default" where the object names none; in a Helm template its release's

  /// "Deployment payments/api"
  [[nodiscard]] std::string title() const { return kind + ' ' + name_space + '/' + name; }
  [[nodiscard]] YamlNode annotation(std::string_view key) const {
    return node["metadata"]["annotations"][key];
  }
};

/// What a declaration is about.
struct KubernetesPrincipal {
  Kind kind = Kind::service_account;
  std::string name;
  std::string target;  ///< namespace; empty for what is the cluster's
};

/// `system:serviceaccount:<name_space>:<name>`
KubernetesPrincipal service_account(const std::string& name_space, const std::string& name);

/// What the objects of one file declare. Several objects that speak of one principal make one
/// declaration; the first, which is the most defining one, gives it its place.
class KubernetesManifest {
 public:
  explicit KubernetesManifest(std::string_view text) : lines_(text) {}

  /// The principal's declaration, new or met before (then with the kind that it was met with);
  /// nothing once there are 5,000. `what` is the object's kind or the field that refers to the
  /// principal, `place` the node. The pointer stays valid.
  Declaration* declare(const KubernetesPrincipal& principal, std::string_view what,
                       const KubernetesObject& object, YamlNode place);

  Declared take();

 private:
  LineIndex lines_;
  std::deque<Declaration> declarations_;
  std::map<std::pair<std::string, std::string>, Declaration*> by_name_;  ///< target, name
  bool full_ = false;  // something more was declared
};

/// Raises level and adds grants and basis of `more`; at most 100 grants are kept, sorted.
void widen(Scope& scope, const Scope& more);

/// A name of at most 300 bytes in which a Helm directive reads the same wherever it stands:
/// `{{- include "x" . -}}` becomes `{{ include "x" . }}`.
std::string tidy_name(std::string_view text);

}  // namespace nhiscan
