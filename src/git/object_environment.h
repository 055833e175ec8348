#pragma once

#include <string>
#include <vector>

namespace nhiscan {

/// The directories of objects that git's environment names beside this one, `objects` of a
/// repository: while a hook looks at what is pushed, the new objects are kept apart from the others
/// (git-receive-pack, "Quarantine Environment"; git(1), GIT_OBJECT_DIRECTORY and
/// GIT_ALTERNATE_OBJECT_DIRECTORIES). None where the environment speaks of another repository.
std::vector<std::string> objects_of_environment(const std::string& directory);

}  // namespace nhiscan
