#include "cli/output.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <ostream>
#include <streambuf>
#include <utility>

#include "base/system_error.h"

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

/// The number of an error, or 0.
int write_report(const Report& report, const ReportFormat& format, int descriptor) {
  DescriptorBuffer buffer(descriptor);
  std::ostream out(&buffer);
  format.write(report, out);
  out.flush();
  return buffer.failure();
}

Error failed(const std::string& file, int number) { return {file + ": " + describe_error(number)}; }

/// A device or a pipe is written in place: there is nothing to keep whole.
bool is_special(const std::string& file) {
  struct stat status {};
  return stat(file.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

Status write_special(const Report& report, const ReportTarget& target) {
  const int descriptor = open(target.file.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return failed(target.file, errno);
  const int number = write_report(report, *target.format, descriptor);
  close(descriptor);
  if (number != 0) return failed(target.file, number);
  return Done{};
}

Status write_file(const Report& report, const ReportTarget& target) {
  if (is_special(target.file)) return write_special(report, target);
  const std::string aside = target.file + "." + std::to_string(getpid()) + ".part";
  const int descriptor =
      open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return failed(target.file, errno);
  int number = write_report(report, *target.format, descriptor);
  if (close(descriptor) != 0 && number == 0) number = errno;
  if (number == 0 && std::rename(aside.c_str(), target.file.c_str()) != 0) number = errno;
  if (number == 0) return Done{};
  unlink(aside.c_str());
  return failed(target.file, number);
}

}  // namespace

Status write_reports(const Report& report, const std::vector<ReportTarget>& targets) {
  Status outcome = Done{};
  for (const ReportTarget& target : targets) {
    if (!target.file.empty()) {
      if (const Status written = write_file(report, target); !written && outcome)
        outcome = written.error();
      continue;
    }
    const int number = write_report(report, *target.format, STDOUT_FILENO);
    if (number != 0 && number != EPIPE && outcome) outcome = failed("standard output", number);
  }
  return outcome;
}

}  // namespace nhiscan
