#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nhiscan {

/// Somebody as a commit or a manifest names them. Either part may be empty.
struct Person {
  std::string name;
  std::string email;
};

/// Reads `Name <mail> (url)`, a bare address, or a bare name.
Person parse_person(std::string_view text);

/// `Name <email>`; `@login` where the address is a code host's noreply form; one line that is safe
/// to print. Empty for nobody.
std::string show_person(const Person& person);

/// The login in `<id>+<login>@users.noreply.github.com`, `<id>-<login>@users.noreply.<gitlab host>`
/// or the forms without id.
std::optional<std::string> noreply_login(std::string_view email);

enum class AuthorKind : std::uint8_t { human, bot, agent };

/// Bots and coding agents by the names and addresses they are known to commit with.
AuthorKind author_kind(const Person& person);

/// Equal for what names the same owner: the address of a person, else the login; the last part of a
/// team's name. `kind` is the Owner's.
std::string owner_key(std::string_view name, std::string_view kind);

/// One line of at most 200 bytes that is safe to print.
std::string show_owner(std::string_view name);

}  // namespace nhiscan
