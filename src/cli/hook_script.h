#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

// The texts that `nhiscan install` writes. Each says who made it, so that it can be taken away
// again.
namespace nhiscan {

/// Hooks that git runs and that change nothing by being there: what a directory for all
/// repositories has to pass on to each repository's own (githooks(5)).
std::span<const std::string_view> passed_hooks();

/// What the name of a hook that was there before gets.
inline constexpr std::string_view kBeforeSuffix = ".before-nhiscan";

/// What a script runs after the scan.
enum class RunsNext : std::uint8_t {
  hook_before,     ///< the one beside it that was there before
  repository_hook  ///< the one in the repository's own directory of hooks
};

/// A hook that scans. `program`: its absolute path.
std::string scan_script(std::string_view hook, const std::string& program, RunsNext next,
                        bool made_directory);

/// A hook that only runs the repository's own.
std::string pass_on_script(std::string_view hook);

bool is_scan_script(std::string_view text);
bool is_pass_on_script(std::string_view text);
/// Whether the directory of the script was made for it.
bool has_made_directory(std::string_view text);

/// `nhiscan git --staged --format hook`, as a shell takes it.
std::string scan_command(std::string_view hook, std::string_view program, std::string_view remote);

/// In single quotes.
std::string quote_for_shell(std::string_view text);

}  // namespace nhiscan
