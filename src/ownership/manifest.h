#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ownership/person.h"

namespace nhiscan {

/// Somebody whom a package manifest names.
struct ManifestPerson {
  Person person;
  std::string field;  ///< "author", "project.maintainers"
};

/// The manifests that are read, as paths relative to the directory that they speak for.
const std::vector<std::string>& manifest_file_names();

/// Whether a manifest names people by the path that is asked for.
bool names_people_by_path(std::string_view file_name);

/// The people named by a manifest, maintainers before authors, at most eight. `file_name` is one of
/// the above; `path` is the file that is asked for, relative to the manifest's directory
/// (MAINTAINERS in the kernel's form names them by path). None if the manifest can't be read.
std::vector<ManifestPerson> parse_manifest(std::string_view file_name, std::string_view text,
                                           std::string_view path);

}  // namespace nhiscan
