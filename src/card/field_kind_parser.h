// Reads what stands behind the colon of a field: "1..999", "slug(1..32)", "en|de", "uuid".
#pragma once

#include <string_view>

#include "card/pattern_parts.h"

namespace placard::card {

// column: of the first character of `text`.
base::Result<SharedFieldKind> parse_field_kind(std::string_view text, std::size_t column);

}  // namespace placard::card
