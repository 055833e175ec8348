#pragma once

#include <ostream>

#include "nhiscan/report.h"

// One writer for each row of the table in report_format.cc; each is defined in the file of its
// name.
namespace nhiscan {

void write_table(const Report& report, std::ostream& out);
void write_json(const Report& report, std::ostream& out);
void write_jsonl(const Report& report, std::ostream& out);
void write_sarif(const Report& report, std::ostream& out);

}  // namespace nhiscan
