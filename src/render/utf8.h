// Whether bytes are text.
#pragma once

#include <string_view>

namespace placard::render {

// Well-formed UTF-8 (Unicode 15.0, table 3-7: no overlong forms, no surrogates, nothing past U+10FFFF)
// without NUL.
bool is_text(std::string_view bytes);

}  // namespace placard::render
