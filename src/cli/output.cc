#include "cli/output.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <ostream>
#include <sstream>
#include <streambuf>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "base/system_error.h"
#include "base/text.h"

namespace nhiscan {
namespace {

/// A stream buffer over a descriptor that remembers why it failed.
class DescriptorBuffer final : public std::streambuf {
 public:
  explicit DescriptorBuffer(int descriptor) : descriptor_(descriptor) {
    setp(bytes_.data(), bytes_.data() + bytes_.size());
  }
  [[nodiscard]] int failure() const { return failure_; }

 protected:
  int_type overflow(int_type c) override {
    if (sync() != 0) return traits_type::eof();
    if (!traits_type::eq_int_type(c, traits_type::eof())) sputc(traits_type::to_char_type(c));
    return traits_type::not_eof(c);
  }

  int sync() override {
    const char* from = pbase();
    while (failure_ == 0 && from < pptr()) {
      const ssize_t written = write(descriptor_, from, static_cast<std::size_t>(pptr() - from));
      if (written >= 0)
        from += written;
      else if (errno != EINTR)
        failure_ = errno;
    }
    setp(bytes_.data(), bytes_.data() + bytes_.size());
    return failure_ == 0 ? 0 : -1;
  }

 private:
  int descriptor_;
  int failure_ = 0;
  std::array<char, 64UL * 1024> bytes_{};
};

using Write = std::function<void(std::ostream&)>;

/// The number of an error, or 0.
int write_to(int descriptor, const Write& write) {
  DescriptorBuffer buffer(descriptor);
  std::ostream out(&buffer);
  write(out);
  out.flush();
  return buffer.failure();
}

Error failed(const std::string& file, int number) { return {file + ": " + describe_error(number)}; }

/// A device or a pipe is written in place: there is nothing to keep whole.
bool is_special(const std::string& file) {
  struct stat status {};
  return stat(file.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

Status write_special(const std::string& file, const Write& write) {
  const int descriptor = open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return failed(file, errno);
  const int number = write_to(descriptor, write);
  close(descriptor);
  if (number != 0) return failed(file, number);
  return Done{};
}

Status write_file(const std::string& file, const Write& write) {
  if (is_special(file)) return write_special(file, write);
  const std::string aside = file + "." + std::to_string(getpid()) + ".part";
  const int descriptor =
      open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return failed(file, errno);
  int number = write_to(descriptor, write);
  if (close(descriptor) != 0 && number == 0) number = errno;
  if (number == 0 && std::rename(aside.c_str(), file.c_str()) != 0) number = errno;
  if (number == 0) return Done{};
  unlink(aside.c_str());
  return failed(file, number);
}

/// Whether the locale's name has UTF-8 in it. The locale itself may not be installed, or not be for
/// the C library of a static program.
bool writes_utf8() {
  for (const char* variable : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* name = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): nothing sets them
    if (name == nullptr || *name == '\0') continue;
    return contains_ignore_case(name, "UTF-8") || contains_ignore_case(name, "UTF8");
  }
  return false;
}

/// What only a person reads: in ASCII where standard output may show nothing else.
Status write_for_people(const std::string& file, const Write& write) {
  if (!file.empty() || writes_utf8()) return write_output(file, write);
  std::ostringstream text;
  write(text);
  return write_output(file, [&](std::ostream& out) { out << to_ascii(text.str()); });
}

}  // namespace

Status write_output(const std::string& file, const Write& write) {
  if (!file.empty()) return write_file(file, write);
  const int number = write_to(STDOUT_FILENO, write);
  if (number != 0 && number != EPIPE) return failed("standard output", number);
  return Done{};
}

Status write_targets(const std::vector<ReportTarget>& targets,
                     const std::function<void(bool as_table, std::ostream&)>& write) {
  Status outcome = Done{};
  for (const ReportTarget& target : targets) {
    const bool as_table = target.format->name == "table";
    const auto write_it = [&](std::ostream& out) { write(as_table, out); };
    const Status written =
        as_table ? write_for_people(target.file, write_it) : write_output(target.file, write_it);
    if (!written && outcome) outcome = written.error();
  }
  return outcome;
}

Status write_reports(const Report& report, const std::vector<ReportTarget>& targets) {
  Status outcome = Done{};
  for (const ReportTarget& target : targets) {
    const auto write_it = [&](std::ostream& out) { target.format->write(report, out); };
    const bool is_for_people = target.format->name == "table" || target.format->name == "hook";
    const Status written = is_for_people ? write_for_people(target.file, write_it)
                                         : write_output(target.file, write_it);
    if (!written && outcome) outcome = written.error();
  }
  return outcome;
}

}  // namespace nhiscan
