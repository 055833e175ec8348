#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "declarations/declarations.h"

using namespace nhiscan;

namespace {

std::vector<Declaration> read_manifest(const std::string& yaml,
                                       std::string_view path = "k8s/app.yaml") {
  return read_declarations(path, yaml).declarations;
}

Declaration find_declared(const std::vector<Declaration>& all, const std::string& name) {
  const auto found = std::ranges::find(all, name, &Declaration::name);
  REQUIRE_MESSAGE(found != all.end(), name);
  return *found;
}

Declaration read_one(const std::string& yaml, const std::string& name) {
  return find_declared(read_manifest(yaml), name);
}

bool has(const std::vector<std::string>& list, const std::string& value) {
  return std::ranges::find(list, value) != list.end();
}

std::vector<std::string> list_fact(const Declaration& declaration, std::string_view name) {
  const auto fact = declaration.facts.find(name);
  if (fact == declaration.facts.end()) return {};
  return std::get<std::vector<std::string>>(fact->second);
}

std::string text_fact(const Declaration& declaration, std::string_view name) {
  const auto fact = declaration.facts.find(name);
  return fact == declaration.facts.end() ? "" : std::get<std::string>(fact->second);
}

std::string role(const std::string& rules) {
  return "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r, namespace: n}\n"
         "rules:\n" +
         rules +
         "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\n"
         "metadata: {name: b, namespace: n}\nroleRef: {kind: Role, name: r}\n"
         "subjects: [{kind: ServiceAccount, name: a}]\n";
}

std::string bound(const std::string& role_kind, const std::string& role_name,
                  const std::string& subject) {
  return "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: b}\n"
         "roleRef: {kind: " +
         role_kind + ", name: " + role_name + "}\nsubjects: [" + subject + "]\n";
}

std::string secret(const std::string& body) {
  return "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: n}\n" + body;
}

}  // namespace

TEST_CASE("kubernetes: account, binding, role and workload make one declaration") {
  const auto all = read_manifest(
      "apiVersion: v1\n"
      "kind: ServiceAccount\n"
      "metadata:\n"
      "  name: api\n"
      "  namespace: pay\n"
      "  labels: {app.kubernetes.io/managed-by: Helm, example.com/team: payments}\n"
      "automountServiceAccountToken: false\n"
      "---\n"
      "apiVersion: rbac.authorization.k8s.io/v1\n"
      "kind: Role\n"
      "metadata: {name: reader, namespace: pay}\n"
      "rules: [{apiGroups: [''], resources: [configmaps], verbs: [get, list]}]\n"
      "---\n"
      "apiVersion: rbac.authorization.k8s.io/v1\n"
      "kind: RoleBinding\n"
      "metadata: {name: api-reads, namespace: pay}\n"
      "roleRef: {kind: Role, name: reader}\n"
      "subjects: [{kind: ServiceAccount, name: api}]\n"
      "---\n"
      "apiVersion: apps/v1\n"
      "kind: Deployment\n"
      "metadata: {name: api, namespace: pay}\n"
      "spec: {template: {spec: {serviceAccountName: api, containers: [{name: c}]}}}\n");
  REQUIRE(all.size() == 1);
  const Declaration& account = all.front();
  CHECK(account.name == "system:serviceaccount:pay:api");
  CHECK(account.target == "pay");
  CHECK(account.provider == "Kubernetes");
  CHECK(account.what == "ServiceAccount");
  CHECK(account.kind == Kind::service_account);
  CHECK(account.scope.level == ScopeLevel::read);
  CHECK(account.scope.grants == std::vector<std::string>{"get configmaps", "list configmaps"});
  CHECK(account.consumers == std::vector<std::string>{"Deployment pay/api"});
  CHECK(account.owner_label == "payments");
  CHECK(account.owner_label_source == "label example.com/team");
  CHECK(std::get<bool>(account.facts.at("automount")) == false);
  CHECK(list_fact(account, "also_declared") ==
        std::vector<std::string>{"line 18: RoleBinding api-reads", "line 23: Deployment api"});
  CHECK(account.location.path == "k8s/app.yaml");
  CHECK(account.location.line == 1);
  CHECK(account.location.column == 1);
  CHECK(account.location.end_line == 7);
  CHECK(account.warnings.empty());
}

TEST_CASE("kubernetes: federated accounts are ephemeral workload identities") {
  struct Case {
    std::string annotation;
    std::string fact;
    LifetimeClass lifetime;
  };
  for (const Case& c : {
           Case{"eks.amazonaws.com/role-arn: arn:aws:iam::1:role/x", "aws_role_arn",
                LifetimeClass::ephemeral},
           Case{"iam.gke.io/gcp-service-account: a@p.iam.gserviceaccount.com",
                "gcp_service_account", LifetimeClass::ephemeral},
           Case{"azure.workload.identity/client-id: 0-0", "azure_client_id",
                LifetimeClass::ephemeral},
           Case{"pod-identity.alibabacloud.com/role-name: r", "alibaba_role_name",
                LifetimeClass::ephemeral},
           Case{"eks.amazonaws.com/role-arn: arn:aws:iam::1:role/x\n    "
                "eks.amazonaws.com/token-expiration: \"86400\"",
                "aws_role_arn", LifetimeClass::short_lived},
       }) {
    CAPTURE(c.annotation);
    const Declaration account = read_one(
        "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: a\n  annotations:\n    " +
            c.annotation + "\n",
        "system:serviceaccount:default:a");
    CHECK(account.kind == Kind::workload_identity);
    CHECK(account.lifetime.lifetime_class == c.lifetime);
    CHECK(!text_fact(account, c.fact).empty());
  }
}

TEST_CASE("kubernetes: rules decide the level") {
  struct Case {
    std::string rule;
    ScopeLevel level;
  };
  for (const Case& c : {
           Case{"verbs: ['*'], resources: ['*']", ScopeLevel::admin},
           Case{"verbs: ['*'], resources: [pods]", ScopeLevel::admin},
           Case{"verbs: [get], resources: ['*']", ScopeLevel::admin},
           Case{"verbs: [get], resources: [secrets]", ScopeLevel::mint},
           Case{"verbs: ['*'], resources: [secrets]", ScopeLevel::mint},
           Case{"verbs: [create], resources: [secrets]", ScopeLevel::write},
           Case{"verbs: [create], resources: [serviceaccounts/token]", ScopeLevel::mint},
           Case{"verbs: [update], resources: [certificatesigningrequests/approval]",
                ScopeLevel::mint},
           Case{"verbs: [escalate], resources: [roles]", ScopeLevel::mint},
           Case{"verbs: [impersonate], resources: [users]", ScopeLevel::mint},
           Case{"verbs: [patch], resources: [deployments]", ScopeLevel::write},
           Case{"verbs: [get, watch], resources: [pods]", ScopeLevel::read},
           Case{"verbs: ['get'], nonResourceURLs: ['*']", ScopeLevel::read},
           Case{"verbs: [], resources: []", ScopeLevel::none},
       }) {
    CAPTURE(c.rule);
    const Declaration account = read_one(role("- {" + c.rule + "}\n"), "system:serviceaccount:n:a");
    CHECK(to_string(account.scope.level) == to_string(c.level));
  }
}

TEST_CASE("kubernetes: grants name verb, resource and resource names") {
  const Declaration account =
      read_one(role("- {verbs: [get], resources: [secrets], resourceNames: [one, two]}\n"),
               "system:serviceaccount:n:a");
  CHECK(account.scope.grants == std::vector<std::string>{"get secrets [one, two]"});
  CHECK(account.scope.basis == "RoleBinding b -> Role r");
}

TEST_CASE("kubernetes: bindings to roles that the file doesn't hold") {
  const std::string subject = "{kind: ServiceAccount, name: a, namespace: n}";
  const std::string name = "system:serviceaccount:n:a";
  const Declaration admin = read_one(bound("ClusterRole", "cluster-admin", subject), name);
  CHECK(admin.scope.level == ScopeLevel::admin);
  CHECK(has(admin.warnings, "bound to cluster-admin"));
  CHECK(std::get<bool>(admin.facts.at("cluster_wide")));
  CHECK(read_one(bound("ClusterRole", "view", subject), name).scope.level == ScopeLevel::read);
  const Declaration unknown = read_one(bound("ClusterRole", "custom", subject), name);
  CHECK(unknown.scope.level == ScopeLevel::unknown);
  CHECK(unknown.scope.grants == std::vector<std::string>{"ClusterRole/custom"});
}

TEST_CASE("kubernetes: subjects that aren't service accounts") {
  const auto view = [](const std::string& subject) {
    return read_manifest(bound("ClusterRole", "view", subject));
  };
  CHECK(view("{kind: User, name: jane@example.com}").empty());
  CHECK(view("{kind: Group, name: developers}").empty());
  CHECK(find_declared(view("{kind: User, name: 'system:serviceaccount:n:a'}"),
                      "system:serviceaccount:n:a")
            .target == "n");
  const Declaration everyone = find_declared(view("{kind: Group, name: 'system:unauthenticated'}"),
                                             "system:unauthenticated");
  CHECK(has(everyone.warnings, "rights for everyone: system:unauthenticated"));
  const Declaration masters =
      find_declared(view("{kind: Group, name: 'system:masters'}"), "system:masters");
  CHECK(masters.scope.level == ScopeLevel::admin);
  const Declaration accounts = find_declared(
      view("{kind: Group, name: 'system:serviceaccounts:n'}"), "system:serviceaccounts:n");
  CHECK(has(accounts.warnings, "rights for every service account of the namespace"));
}

TEST_CASE("kubernetes: workloads without an account run as default") {
  struct Case {
    std::string kind;
    std::string before;
  };
  for (const Case& c : {Case{"Pod", ""}, Case{"Deployment", "template: {spec: "},
                        Case{"CronJob", "jobTemplate: {spec: {template: {spec: "}}) {
    CAPTURE(c.kind);
    const std::string end(static_cast<std::size_t>(std::ranges::count(c.before, '{')), '}');
    const std::string inner = "{containers: [{name: c}]}";
    std::string spec = inner;
    if (!c.before.empty()) spec.insert(0, "{" + c.before).append(end).append("}");
    const Declaration account =
        read_one("apiVersion: v1\nkind: " + c.kind +
                     "\nmetadata: {name: w, namespace: n}\nspec: " + spec + "\n",
                 "system:serviceaccount:n:default");
    CHECK(has(account.warnings, c.kind + " n/w runs as the default service account"));
    CHECK(account.consumers == std::vector<std::string>{c.kind + " n/w"});
  }
}

TEST_CASE("kubernetes: projected tokens give lifetime and audience") {
  const auto pod = [](const std::string& token) {
    return read_one(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: w}\nspec:\n  serviceAccountName: a\n"
        "  volumes: [{projected: {sources: [{serviceAccountToken: {" +
            token + "}}]}}]\n",
        "system:serviceaccount:default:a");
  };
  const Declaration vault = pod("path: t, audience: vault, expirationSeconds: 7200");
  CHECK(vault.lifetime.lifetime_class == LifetimeClass::short_lived);
  CHECK(list_fact(vault, "token_audiences") == std::vector<std::string>{"vault"});
  CHECK(vault.warnings.empty());
  const Declaration plain = pod("path: t");
  CHECK(plain.lifetime.lifetime_class == LifetimeClass::ephemeral);
  CHECK(plain.warnings.size() == 1);
}

TEST_CASE("kubernetes: Secret types give kind and lifetime") {
  struct Case {
    std::string type;
    Kind kind;
    LifetimeClass lifetime;
  };
  for (const Case& c : {
           Case{"kubernetes.io/service-account-token", Kind::service_account,
                LifetimeClass::non_expiring},
           Case{"kubernetes.io/dockerconfigjson", Kind::basic_auth, LifetimeClass::unknown},
           Case{"kubernetes.io/tls", Kind::certificate, LifetimeClass::unknown},
           Case{"kubernetes.io/basic-auth", Kind::basic_auth, LifetimeClass::unknown},
           Case{"kubernetes.io/ssh-auth", Kind::ssh_key, LifetimeClass::non_expiring},
           Case{"bootstrap.kubernetes.io/token", Kind::service_account,
                LifetimeClass::non_expiring},
           Case{"Opaque", Kind::password, LifetimeClass::unknown},
       }) {
    CAPTURE(c.type);
    const Declaration found =
        read_one(secret("type: " + c.type + "\nstringData: {db-password: v}\n"), "secret/s");
    CHECK(to_string(found.kind) == to_string(c.kind));
    CHECK(to_string(found.lifetime.lifetime_class) == to_string(c.lifetime));
    CHECK(list_fact(found, "keys") == std::vector<std::string>{"db-password"});
  }
}

TEST_CASE("kubernetes: how the values of a Secret are kept") {
  struct Case {
    std::string body;
    Storage storage;
  };
  for (const Case& c : {
           Case{"stringData: {k: some-value}\n", Storage::plaintext},
           Case{"data: {k: c29tZS12YWx1ZQ==}\n", Storage::plaintext},
           Case{"data: {}\n", Storage::referenced},
           Case{"stringData: {k: ''}\n", Storage::referenced},
           Case{"stringData: {k: '${PASSWORD}'}\n", Storage::referenced},
           Case{"stringData: {k: '<path:secret/data/x#k>'}\n", Storage::referenced},
           Case{"stringData: {k: '{{ .Values.password }}'}\n", Storage::referenced},
           Case{"data: {k: 'ENC[AES256_GCM,data:AAAA,type:str]'}\nsops: {version: 3.8.1}\n",
                Storage::encrypted},
           Case{"data: {k: 'ENC[AES256_GCM,data:AAAA,type:str]', l: c29tZQ==}\n",
                Storage::plaintext},
       }) {
    CAPTURE(c.body);
    CHECK(to_string(find_declared(read_manifest(secret(c.body)), "secret/s").storage) ==
          to_string(c.storage));
  }
}

TEST_CASE("kubernetes: values never leave the Secret") {
  const std::string value = "VeryPrivateValue";
  std::string body = "stringData: {k: ";
  body.append(value).append(", username: ").append(value).append("}\n");
  for (const Declaration& found : read_manifest(secret(body))) {
    for (const std::string& key : list_fact(found, "keys"))
      CHECK(key != value);
    CHECK(found.name.find(value) == std::string::npos);
    for (const auto& [name, fact] : found.facts) {
      if (const auto* text = std::get_if<std::string>(&fact)) CHECK(*text != value);
    }
  }
}

TEST_CASE("kubernetes: a legacy token Secret marks its account") {
  const auto all = read_manifest(
      "apiVersion: v1\nkind: Secret\ntype: kubernetes.io/service-account-token\n"
      "metadata:\n  name: t\n  namespace: n\n"
      "  annotations: {kubernetes.io/service-account.name: a}\n");
  const Declaration account = find_declared(all, "system:serviceaccount:n:a");
  CHECK(account.lifetime.lifetime_class == LifetimeClass::non_expiring);
  CHECK(list_fact(account, "token_secrets") == std::vector<std::string>{"t"});
  CHECK(find_declared(all, "secret/t").storage == Storage::referenced);
}

TEST_CASE("kubernetes: bootstrap token with an end, registries of a docker login") {
  const Declaration token =
      read_one(secret("type: bootstrap.kubernetes.io/token\n"
                      "stringData: {token-id: abcdef, expiration: '2030-01-02T03:04:05Z'}\n"),
               "secret/s");
  CHECK(token.lifetime.expires == 1893553445);
  const Declaration login =
      read_one(secret("type: kubernetes.io/dockerconfigjson\nstringData:\n"
                      "  .dockerconfigjson: '{\"auths\": {\"ghcr.io\": {\"auth\": \"x\"}}}'\n"),
               "secret/s");
  CHECK(list_fact(login, "registries") == std::vector<std::string>{"ghcr.io"});
}

TEST_CASE("kubernetes: sealed and external secrets") {
  const Declaration sealed = read_one(
      "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: s}\n"
      "spec: {encryptedData: {api-token: AgB}}\n",
      "secret/s");
  CHECK(sealed.storage == Storage::encrypted);
  const Declaration external = read_one(
      "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: e}\nspec:\n"
      "  secretStoreRef: {kind: ClusterSecretStore, name: vault}\n  target: {name: db}\n"
      "  data: [{secretKey: password, remoteRef: {key: pay/db}}]\n",
      "secret/db");
  CHECK(external.storage == Storage::referenced);
  CHECK(external.kind == Kind::password);
  CHECK(text_fact(external, "store") == "ClusterSecretStore/vault");
  CHECK(list_fact(external, "remote_keys") == std::vector<std::string>{"pay/db"});
}

TEST_CASE("kubernetes: workloads are consumers of the Secrets that they read") {
  const auto all = read_manifest(
      "apiVersion: v1\nkind: Pod\nmetadata: {name: w}\nspec:\n  imagePullSecrets: [{name: pull}]\n"
      "  volumes: [{secret: {secretName: files}}]\n"
      "  containers:\n"
      "  - env: [{name: P, valueFrom: {secretKeyRef: {name: db, key: password}}}]\n"
      "    envFrom: [{secretRef: {name: all}}]\n");
  for (const char* name : {"secret/pull", "secret/files", "secret/db", "secret/all"}) {
    const Declaration found = find_declared(all, name);
    CHECK(found.storage == Storage::referenced);
    CHECK(found.consumers == std::vector<std::string>{"Pod default/w"});
  }
  CHECK(find_declared(all, "secret/db").kind == Kind::password);
}

TEST_CASE("kubernetes: certificates") {
  const auto certificate = [](const std::string& spec) {
    return read_one(
        "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: c}\nspec:\n"
        "  secretName: c-tls\n  dnsNames: [a.example.com]\n" +
            spec,
        "certificate/c");
  };
  CHECK(certificate("").lifetime.lifetime_class == LifetimeClass::bounded);
  CHECK(certificate("  duration: 8760h0m0s\n").lifetime.lifetime_class ==
        LifetimeClass::long_lived);
  CHECK(certificate("  duration: 1h\n").lifetime.lifetime_class == LifetimeClass::ephemeral);
  CHECK(certificate("  duration: soon\n").lifetime.lifetime_class == LifetimeClass::unknown);
  const Declaration authority = certificate("  isCA: true\n");
  CHECK(authority.kind == Kind::certificate);
  CHECK(authority.scope.level == ScopeLevel::mint);
  const Declaration request = read_one(
      "apiVersion: certificates.k8s.io/v1\nkind: CertificateSigningRequest\nmetadata: {name: r}\n"
      "spec: {signerName: kubernetes.io/kube-apiserver-client, expirationSeconds: 86400}\n",
      "certificatesigningrequest/r");
  CHECK(request.lifetime.lifetime_class == LifetimeClass::short_lived);
}

TEST_CASE("kubernetes: lists, JSON and Helm templates") {
  CHECK(
      read_manifest("apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ServiceAccount\n"
                    "  metadata: {name: a}\n")
          .size() == 1);
  CHECK(read_manifest("{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"ServiceAccount\",\n"
                      "\t\"metadata\": {\"name\": \"a\"}\n}\n",
                      "sa.json")
            .size() == 1);
  const auto helm = read_manifest(
      "{{- if .Values.serviceAccount.create -}}\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n"
      "  name: {{ include \"app.name\" . }}\n  labels:\n    {{- include \"labels\" . | nindent 4 "
      "}}\n"
      "{{- end }}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: w}\nspec:\n"
      "  serviceAccountName: {{- include \"app.name\" . }}\n  containers:\n  - name: c\n",
      "chart/templates/sa.yaml");
  REQUIRE(helm.size() == 1);
  CHECK(helm.front().name ==
        "system:serviceaccount:{{ .Release.Namespace }}:{{ include \"app.name\" . }}");
  CHECK(helm.front().consumers.size() == 1);
  CHECK(helm.front().location.line == 2);
}

TEST_CASE("kubernetes: other files and broken documents are left out") {
  CHECK(read_manifest("kind: ServiceAccount\nmetadata: {name: a}\n").empty());
  CHECK(read_manifest("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\n", "notes.txt")
            .empty());
  CHECK(read_manifest("apiVersion: v1\nkind: ConfigMap\ndata: {kind: Secret}\n").empty());
  CHECK(
      read_manifest("apiVersion: v1\nkind: Secret\n: [\n---\napiVersion: v1\nkind: ServiceAccount\n"
                    "metadata: {name: a}\n")
          .size() == 1);
}
