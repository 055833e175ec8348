#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/finding.h"
#include "nhiscan/result.h"

namespace nhiscan {

/// What a field of a template holds.
enum class FieldType : std::uint8_t {
  text,
  number,     ///< decimal
  time,       ///< seconds since the epoch, in decimal; 0: never
  mode,       ///< a word such as `live` or `sandbox`: the environment
  object_id,  ///< the next five hold the time at which they were made
  ulid,
  ksuid,
  uuid,
  discord,
  twitter,  // of X, too
  uuid58,   ///< a UUID as a base58 number
  uuid32,   ///< in base32
  uuid64,   ///< in base64
  base64,   ///< of printable text
  aws_key,  ///< access key id, which holds the account
};

/// `{name:type*width}` between literal text. Without a width the value ends where the literal after
/// it begins, or with the text; without a type it is text, or a mode where it is named so. A field
/// without a name is secret and isn't kept, but an id in it still tells when it was made.
struct TemplateField {
  std::string name;
  FieldType type = FieldType::text;
  std::size_t width = 0;  ///< 0: as far as it goes
};

/// What is known of how a secret is put together: `sk_{mode}_{key_id}_{}`.
struct Template {
  std::vector<std::string> literals;  ///< one more than fields: around and between them
  std::vector<TemplateField> fields;
};

/// Fails on an unknown type, an open brace, or two fields of which the first has no end.
Result<Template> parse_template(std::string_view text);

/// The type of that name; nothing for other words.
std::optional<FieldType> parse_field_type(std::string_view word);

/// How well a text is of a form. Ids with a time that can be, and what decodes to something that
/// makes sense, prove more than the shape that a rule's pattern has seen already.
enum class Fit : std::uint8_t { none, shape, proven };

/// Sets the facts of each field if the whole of `text` has that form; nothing else. `now` is in
/// seconds since the epoch: ids of the future tell no time.
Fit read_template(Finding& finding, const Template& form, std::string_view text, std::int64_t now);

/// Stores one value as its type wants it; not at all if it isn't of that type.
Fit set_typed_fact(Finding& finding, std::string_view name, FieldType type, std::string_view value,
                   std::int64_t now);

/// `live` means prod, `sandbox` means test; empty for words that mean neither.
std::string_view environment_of_mode(std::string_view mode);

}  // namespace nhiscan
