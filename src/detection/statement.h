#pragma once

#include <cstddef>
#include <string_view>

#include "nhiscan/finding.h"

// The text round a secret, as far as it may say whose the secret is. All results are parts of
// `text`.
namespace nhiscan {

/// Where the line of `at` begins, or 4 KB before it on a longer one.
std::size_t context_line_begin(std::string_view text, std::size_t at);

/// The line of `span`, with the lines that belong to its statement by how they end.
std::string_view statement_of(std::string_view text, Span span);

/// The host of the URL in `statement` that is nearest before `at`, else of the first behind.
std::string_view host_in(std::string_view statement, std::size_t at);

/// The part of a public host name that somebody has registered: "particle.io" of
/// "api.particle.io", "acme.co.uk" of "www.acme.co.uk". Nothing for names of documentation, of
/// private networks and of places where everybody's programs run.
std::string_view registered_domain(std::string_view host);

/// The word that labels the identifier at `key`, with all up to the key's end: `acme token`,
/// `# acme api key`. Nothing unless all words between are plain.
std::string_view label_of(std::string_view text, Span key);

/// The name of the section, mapping or object that the line at `at` belongs to.
std::string_view section_of(std::string_view text, std::size_t at);

}  // namespace nhiscan
