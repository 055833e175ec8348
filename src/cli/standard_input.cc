#include "cli/standard_input.h"

#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/system_error.h"

namespace nhiscan {

Result<std::string> read_standard_input(std::size_t limit) {
  std::string input;
  std::array<char, 64UL * 1024> buffer{};
  while (true) {
    const ssize_t count = read(STDIN_FILENO, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Error{"standard input: " + describe_error(errno)};
    if (count == 0) return input;
    input.append(buffer.data(), static_cast<std::size_t>(count));
    if (input.size() > limit)
      return Error{"standard input is above " + std::to_string(limit >> 20) + " MiB"};
  }
}

}  // namespace nhiscan
