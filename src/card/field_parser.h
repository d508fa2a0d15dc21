// Reads one field of a path pattern, "{name:kind}".
#pragma once

#include <string_view>

#include "card/pattern_parts.h"

namespace placard::card {

// text: the pattern from the field's opening brace on. column: of that brace. The field's `text` member says
// how much of it was read.
base::Result<Field> parse_field(std::string_view text, std::size_t column);

// A field's and a variable's name: a letter or underscore, then letters, digits and underscores; at most 64.
bool is_field_name(std::string_view name);

}  // namespace placard::card
