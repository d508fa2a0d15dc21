// Text as JSON writes it (RFC 8259 section 7).
#pragma once

#include <string>
#include <string_view>

namespace placard::observe {

// Appends `text` in quotes and escaped. Each byte that is no part of well-formed UTF-8 (RFC 3629) becomes
// U+FFFD, so that what an attacker sends can neither break a line nor the reader of it.
void append_json_string(std::string& out, std::string_view text);

}  // namespace placard::observe
