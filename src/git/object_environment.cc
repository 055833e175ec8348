#include "git/object_environment.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace nhiscan {
namespace {

namespace fs = std::filesystem;

std::string value_of(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing sets variables
  return value == nullptr ? "" : value;
}

/// The character that a backslash at `at` stands before, or the octal number; `at` then is at its
/// last character.
char take_escaped(std::string_view text, std::size_t& at) {
  const std::string_view digits = text.substr(at + 1, 3);
  if (digits.size() == 3 && digits.find_first_not_of("01234567") == std::string_view::npos) {
    at += 3;
    return static_cast<char>((digits[0] - '0') * 64 + (digits[1] - '0') * 8 + (digits[2] - '0'));
  }
  return text[++at];
}

/// The item that `list` begins with, up to a colon; one in double quotes is in C's syntax.
std::string take_item(std::string_view& list) {
  std::string item;
  const bool is_quoted = list.starts_with('"');
  const char end = is_quoted ? '"' : ':';
  std::size_t at = is_quoted ? 1 : 0;
  for (; at < list.size() && list[at] != end; ++at)
    item +=
        is_quoted && list[at] == '\\' && at + 1 < list.size() ? take_escaped(list, at) : list[at];
  const std::size_t colon = std::min(list.find(':', at), list.size());
  list.remove_prefix(std::min(colon + 1, list.size()));
  return item;
}

bool is_same(const fs::path& one, const std::string& other) {
  std::error_code failed;
  return fs::equivalent(one, other, failed);
}

}  // namespace

std::vector<std::string> objects_of_environment(const std::string& directory) {
  const std::string quarantine = value_of("GIT_QUARANTINE_PATH");
  std::vector<std::string> named{quarantine, value_of("GIT_OBJECT_DIRECTORY")};
  const std::string alternates = value_of("GIT_ALTERNATE_OBJECT_DIRECTORIES");
  for (std::string_view rest = alternates; !rest.empty();)
    named.push_back(take_item(rest));
  std::erase(named, "");
  const bool is_meant =
      std::ranges::any_of(named, [&](const std::string& one) { return is_same(one, directory); }) ||
      (!quarantine.empty() && is_same(fs::path(quarantine).parent_path(), directory));
  return is_meant ? named : std::vector<std::string>();
}

}  // namespace nhiscan
