#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/hook_script.h"
#include "nhiscan/result.h"

// What `nhiscan install` does to files. Each is replaced whole, and a failure leaves what was
// there.
namespace nhiscan {

/// What was done, a line for each step, for the person who asked.
using Steps = std::vector<std::string>;

/// Makes `<directory>/<hook>` a script that scans; one that is there becomes the hook that it runs
/// next, by another name. Fails if that name is taken, or the directory can't be written.
Result<Steps> put_hook(const std::string& directory, std::string_view hook,
                       const std::string& program);

/// Takes away what `put_hook` made, and gives the hook that was there its name back. No steps where
/// there is nothing of ours.
Result<Steps> take_hook(const std::string& directory, std::string_view hook);

/// The text of a file; empty where it is none or can't be read.
std::string text_of(const std::string& path);

/// Writes the file aside and renames it; a symbolic link is followed.
Status replace_file(const std::string& path, std::string_view text, unsigned mode);

/// Lines in a text file that belong to nhiscan, between two that say so; those begin with `#`.
struct Block {
  std::string name;   ///< which of them in the file
  std::string lines;  ///< each with its end
  std::string undo;   ///< how to take them away
};

/// Puts the lines at the top of a file: after a first line that is `#!…` or `---`. Makes the file
/// where there is none. Replaces those of that name.
Status put_block(const std::string& path, const Block& block);

/// Takes the lines of that name away; the file, too, if it was made for them. False where there are
/// none.
Result<bool> take_block(const std::string& path, std::string_view name);

}  // namespace nhiscan
