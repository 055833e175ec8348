#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/result.h"
#include "nhiscan/rule.h"

namespace nhiscan {

/// Prepared rules as bytes for the embedded image: length-prefixed fields, without the examples.
/// Only the same build reads them.
std::string encode_rules(std::span<const Rule> rules);

/// The examples of the same rules, which encode_rules leaves out: only `rules test` wants them.
std::string encode_examples(std::span<const Rule> rules);

/// Gives the rules their examples back. Fails on bytes that encode_examples did not write for these
/// rules.
Status decode_examples(std::string_view bytes, std::span<Rule> rules);

/// Changes whenever one of the rules does, wherever their files stand; 16 hex digits.
std::string rules_digest(std::vector<Rule> rules);

/// The inverse of encode_rules. Fails on bytes that it did not write.
Result<std::vector<std::shared_ptr<const Rule>>> decode_rules(std::string_view bytes);

}  // namespace nhiscan
