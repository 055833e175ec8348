#pragma once

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <cstdint>

#include "wrap/handle.h"

namespace nhiscan {

using PcreCode = Handle<pcre2_code, pcre2_code_free>;
using PcreMatchData = Handle<pcre2_match_data, pcre2_match_data_free>;
using PcreMatchContext = Handle<pcre2_match_context, pcre2_match_context_free>;
using PcreJitStack = Handle<pcre2_jit_stack, pcre2_jit_stack_free>;

/// How much PCRE2 may do for one match. Belongs to one thread.
class PcreLimits {
 public:
  static constexpr std::uint32_t kUsual = 1'000'000;

  explicit PcreLimits(std::uint32_t match_limit = kUsual)
      : context_(pcre2_match_context_create(nullptr)),
        stack_(pcre2_jit_stack_create(32UL * 1024, 1024UL * 1024, nullptr)) {
    pcre2_set_match_limit(context_.get(), match_limit);
    pcre2_jit_stack_assign(context_.get(), nullptr, stack_.get());
  }

  [[nodiscard]] pcre2_match_context* get() const { return context_.get(); }

 private:
  PcreMatchContext context_;
  PcreJitStack stack_;
};

}  // namespace nhiscan
