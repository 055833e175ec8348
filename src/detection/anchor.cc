#include "detection/anchor.h"

#include <cstdlib>
#include <vector>

namespace nhiscan {
namespace {

using ExpressionInfo = Handle<hs_expr_info_t, std::free>;

hs_error_t read_info(const std::string& anchor, unsigned flags, ExpressionInfo& info,
                     HsCompileError& error) {
  return hs_expression_info(anchor.c_str(), flags, into(info), into(error));
}

hs_platform_info_t platform_of(Cpu cpu) {
  hs_platform_info_t platform{};
  platform.tune = cpu == Cpu::avx2 ? HS_TUNE_FAMILY_HSW : HS_TUNE_FAMILY_GENERIC;
  platform.cpu_features = cpu == Cpu::avx2 ? HS_CPU_FEATURES_AVX2 : 0;
  return platform;
}

}  // namespace

Result<AnchorInfo> anchor_info(const std::string& anchor) {
  ExpressionInfo info;
  HsCompileError error;
  unsigned flags = 0;
  if (read_info(anchor, flags, info, error) != HS_SUCCESS) {
    flags = HS_FLAG_PREFILTER;
    if (read_info(anchor, flags, info, error) != HS_SUCCESS)
      return Error{error ? error->message : "Hyperscan rejects it"};
  }
  return AnchorInfo{info->min_width, info->max_width, info->max_width != ~0U, flags};
}

Result<HsDatabase> compile_anchors(std::span<const Anchor> anchors, Cpu cpu) {
  if (anchors.empty()) return HsDatabase{};
  std::vector<const char*> expressions;
  std::vector<unsigned> flags;
  std::vector<unsigned> ids;
  for (const Anchor& anchor : anchors) {
    const auto info = anchor_info(anchor.expression);
    if (!info) return info.error();
    ids.push_back(anchor.id);
    flags.push_back(info->flags);
    expressions.push_back(anchor.expression.c_str());
  }
  const hs_platform_info_t platform = platform_of(cpu);
  HsDatabase database;
  HsCompileError error;
  const hs_error_t code = hs_compile_multi(expressions.data(), flags.data(), ids.data(),
                                           static_cast<unsigned>(ids.size()), HS_MODE_BLOCK,
                                           &platform, into(database), into(error));
  if (code != HS_SUCCESS)
    return Error{error ? error->message : "Hyperscan can't compile the anchors"};
  return database;
}

Cpu host_cpu() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return Cpu::avx2;
#endif
  return Cpu::generic;
}

}  // namespace nhiscan
