// Looks for credentials in all objects of a repository on one thread, as `nhiscan git` begins, but
// for the names of those that hold some.
//
// usage: scan_objects delta|full REPOSITORY      Prints one line of JSON.
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "detection/rule_set.h"
#include "git/object_store.h"
#include "git/repository.h"
#include "scan/object_scan.h"
#include "scan/place_reader.h"
#include "unit/scan/silent_progress.h"

namespace nhiscan {
namespace {

Status run(std::string_view reading, const std::string& path) {
  const auto layout = find_repository(path);
  if (!layout) return layout.error();
  const auto store = ObjectStore::open(layout->common_directory + "/objects", layout->hash_kind,
                                       ObjectStore::Loose::list, {});
  if (!store) return store.error();
  const auto rules = RuleSet::embedded();
  if (!rules) return rules.error();
  ObjectScanOptions options;
  options.reading =
      reading == "full" ? ObjectScanOptions::Reading::full : ObjectScanOptions::Reading::delta;
  SilentProgress progress;
  ObjectScan found;
  run_on_threads(1, [&] {
    found = scan_objects(*store, *rules, options, {}, progress);
    return ScanOutcome();
  });
  std::cout << R"({"objects": )" << store->object_count() << R"(, "with_hits": )"
            << found.objects.size() << R"(, "bytes": )" << found.coverage.bytes_scanned
            << R"(, "bytes_given": )" << found.bytes_given << "}\n";
  return Done{};
}

}  // namespace
}  // namespace nhiscan

int main(int argc, char** argv) {
  const std::string_view reading = argc == 3 ? argv[1] : "";
  if (reading != "delta" && reading != "full") {
    std::cerr << "usage: scan_objects delta|full REPOSITORY\n";
    return EXIT_FAILURE;
  }
  try {
    const nhiscan::Status done = nhiscan::run(reading, argv[2]);
    if (!done) std::cerr << done.error().message << '\n';
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return EXIT_FAILURE;
  }
}
