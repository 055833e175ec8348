#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): POSIX, for setenv

#include <csignal>
#include <exception>
#include <iostream>

#include "cli/command.h"

int main(int argc, char** argv) {
  try {
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    // All times are UTC. Without it libarchive's mktime asks for /etc/localtime at each member.
    setenv("TZ", "UTC", 1);  // NOLINT(concurrency-mt-unsafe): there is one thread yet
    return nhiscan::run_command_line(argc, argv);
  } catch (const std::exception& failure) {
    std::cerr << "nhiscan: internal error: " << failure.what() << '\n';
    return 70;  // EX_SOFTWARE
  }
}
