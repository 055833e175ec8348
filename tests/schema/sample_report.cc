// Writes a report for the validators: `sample_report FORMAT empty|dir|inventory|hostile|many`.
#include "../unit/reports/sample_report.h"

#include <functional>
#include <iostream>
#include <map>
#include <string>

int main(int argc, char** argv) {
  using nhiscan::Report;
  const std::map<std::string, std::function<Report()>> samples = {
      {"empty", nhiscan::sample::empty_report},
      {"dir", nhiscan::sample::dir_report},
      {"inventory", nhiscan::sample::inventory_report},
      {"hostile", nhiscan::sample::hostile_report},
      {"hostile_dir", nhiscan::sample::hostile_dir_report},
      {"many", [] { return nhiscan::sample::many_findings(50000); }},
  };
  const auto* format = argc == 3 ? nhiscan::find_report_format(argv[1]) : nullptr;
  const auto sample = samples.find(argc == 3 ? argv[2] : "");
  if (format == nullptr || sample == samples.end()) {
    std::cerr << "usage: sample_report FORMAT empty|dir|inventory|hostile|hostile_dir|many\n";
    return 2;
  }
  format->write(sample->second(), std::cout);
}
