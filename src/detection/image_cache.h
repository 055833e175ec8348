#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "detection/anchor.h"
#include "wrap/hyperscan.h"

// Compiled user rules on disk. Whatever is wrong with the cache (absent, unreadable, damaged,
// foreign), the rules are compiled again.
namespace nhiscan {

/// Names the database of these anchors on this processor by this Hyperscan; a file name.
std::string image_key(std::span<const Anchor> anchors);

/// The stored database, or nothing.
HsDatabase cached_image(const std::filesystem::path& directory, const std::string& key);

/// Stores it: written aside, then renamed. Failing is not an error. An empty directory stores
/// nothing.
void store_image(const std::filesystem::path& directory, const std::string& key,
                 const hs_database_t& database);

}  // namespace nhiscan
