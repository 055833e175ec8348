#pragma once

#include <cstddef>
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

/// Whom a manifest names.
class Manifest {
 public:
  /// `file_name` is one of the above. Nobody if the text can't be read.
  static Manifest parse(std::string_view file_name, std::string_view text);

  /// Maintainers before authors, at most eight. `path` is a file, relative to the manifest's
  /// directory: MAINTAINERS in the kernel's form names people by it.
  [[nodiscard]] const std::vector<ManifestPerson>& people_of(std::string_view path) const;

 private:
  struct Pattern {
    std::string text;
    std::size_t literal = 0;  ///< how many bytes at its beginning are taken literally
  };
  /// One entry of the kernel's form.
  struct Entry {
    std::vector<ManifestPerson> people;
    std::vector<Pattern> files;
    std::vector<Pattern> excluded;
  };

  void read_maintainers(std::string_view text);
  void end_entry();
  static bool covers(const Pattern& pattern, std::string_view path);
  static std::size_t cover(const Entry& entry, std::string_view path);
  static void read_line(Entry& entry, std::string_view line);

  std::vector<ManifestPerson> people_;  // of a path that no entry covers
  std::vector<Entry> entries_;
};

}  // namespace nhiscan
