#pragma once

#include <memory>
#include <string>

#include "sources/source.h"

namespace nhiscan {

/// One blob: the bytes of an open stream, listed under `name`.
std::unique_ptr<Source> open_stream(int descriptor, std::string name);

}  // namespace nhiscan
