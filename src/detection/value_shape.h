#pragma once

#include <string_view>

namespace nhiscan {

/// Points to where the secret really is: `${VAR}`, `{{ .Values.x }}`, `process.env.X`, `vault:…`,
/// `op://…`, `%s`.
bool is_reference(std::string_view value);

/// Whether a reference says where the secret is kept: an environment variable, a secret store, a
/// template's value; not a program's own variable.
bool names_its_store(std::string_view value);

/// A sealed or hashed form: `ENC[…]`, `$ANSIBLE_VAULT`, `{cipher}…`, `$2y$…`.
bool is_sealed(std::string_view value);

/// Reads as a program's expression, type, constant or pattern: `getPassword()`, `a ? b : c`,
/// `string`, `null`, `(?:x|y)`.
bool is_code(std::string_view value);

/// Whether a file lists versions with their digests: `package-lock.json`, `go.sum`, `uv.lock`.
bool is_lock_file(std::string_view path);

/// Whether the text in front of a value says that it is a digest: `sha256:`, `sha512-`.
bool is_named_as_digest(std::string_view before);

/// Whether an unquoted value in this file is an expression, by the file's extension.
bool is_source_file(std::string_view path);

/// Names, places and measures: a file path, a URL, an e-mail address, a digest, a number, a colour.
/// `path` is the file, since bare hex digests belong to lock files.
bool is_identifier(std::string_view value, std::string_view path);

/// `challengePassword`, `is_authenticated`, `host.com`: more than one word, and nothing but letters
/// and joints.
bool is_compound_name(std::string_view value);

}  // namespace nhiscan
