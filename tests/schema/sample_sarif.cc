// Writes a SARIF report for validate_sarif.py: `sample_sarif empty|dir|inventory|hostile|many`.
#include <functional>
#include <iostream>
#include <map>
#include <string>

#include "../unit/reports/sample_report.h"

int main(int argc, char** argv) {
  using nhiscan::Report;
  const std::map<std::string, std::function<Report()>> samples = {
      {"empty", nhiscan::sample::empty_report},
      {"dir", nhiscan::sample::dir_report},
      {"inventory", nhiscan::sample::inventory_report},
      {"hostile", nhiscan::sample::hostile_report},
      {"many", [] { return nhiscan::sample::many_findings(26000); }},
  };
  const auto sample = samples.find(argc == 2 ? argv[1] : "");
  if (sample == samples.end()) {
    std::cerr << "usage: sample_sarif empty|dir|inventory|hostile|many\n";
    return 2;
  }
  nhiscan::find_report_format("sarif")->write(sample->second(), std::cout);
}
