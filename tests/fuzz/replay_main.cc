// Stands in for libFuzzer: runs a fuzz target once on each file of the directories given, in name
// order. A target says no by crashing; that there is nothing to replay is a failure too.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::vector<std::filesystem::path> files_below(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

/// The input is in a block of its very size, so that a sanitizer sees the first byte read beyond
/// it.
void replay(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const std::vector<std::uint8_t> data(bytes.begin(), bytes.end());
  LLVMFuzzerTestOneInput(data.data(), data.size());
}

int replay_all(std::span<char* const> directories) {
  std::size_t count = 0;
  for (const char* directory : directories) {
    for (const auto& file : files_below(directory)) {
      std::cerr << file.string() << '\n';  // the last line names the input of a crash
      replay(file);
      ++count;
    }
  }
  std::cout << count << " inputs replayed\n";
  return count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return replay_all({argv + 1, argv + argc});
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return EXIT_FAILURE;
  }
}
