#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/finding.h"
#include "ownership/candidate.h"
#include "ownership/catalog.h"
#include "ownership/codeowners.h"
#include "ownership/manifest.h"
#include "ownership/owners_file.h"

namespace nhiscan {

/// What the files of a tree say of who owns one file.
struct FileOwners {
  std::vector<OwnerCandidate> candidates;
  std::vector<Evidence> notes;        ///< a rule that leaves the file unowned
  std::vector<std::string> departed;  ///< keys (`owner_key`) of those listed as former owners
};

/// The files of one tree that name owners: CODEOWNERS, OWNERS, service catalogs, package manifests.
/// Each is read once.
class TreeOwners {
 public:
  /// `directory` is absolute: the top of a working tree, or of what was scanned.
  explicit TreeOwners(std::string directory) : top_(std::move(directory)) {}

  /// `path` is relative to the top.
  const FileOwners& owners_of(std::string_view path);

 private:
  struct CatalogFile {
    std::string name;
    std::vector<CatalogOwner> owners;
  };
  struct ManifestFile {
    std::string name;
    Manifest people;
  };
  /// What stands in one directory.
  struct Directory {
    std::optional<OwnersFile> owners;
    std::vector<CatalogFile> catalogs;
    std::vector<ManifestFile> manifests;
  };

  const Directory& directory(const std::string& path);
  std::optional<std::string> read(const std::string& path) const;
  void load_codeowners();
  void load_owners(Directory& into, const std::string& path);
  void add_codeowners(FileOwners& found, std::string_view path);
  void add_owners(FileOwners& found, std::string_view path);
  void add_owners_of(FileOwners& found, const OwnersFile& file, const std::string& directory,
                     const std::vector<std::string>& owners);
  void add_catalogs(FileOwners& found, std::string_view path);
  void add_manifests(FileOwners& found, std::string_view path);
  bool is_alias(const std::string& name);

  std::string top_;
  bool codeowners_loaded_ = false;
  std::string codeowners_location_;
  CodeownersDialect dialect_ = CodeownersDialect::github;
  Codeowners codeowners_;
  std::optional<std::vector<std::string>> aliases_;
  std::map<std::string, Directory, std::less<>> directories_;
  std::map<std::string, FileOwners, std::less<>> known_;
};

}  // namespace nhiscan
