// Writing structured field values (RFC 8941), as Cache-Status and Server-Timing need them.
#pragma once

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

namespace placard::http {

template <std::integral Integer>
void append_number(std::string& out, Integer number) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out.append(digits, end);
}

// A token where the text is one (section 3.3.4), otherwise a quoted string (section 3.3.3) in which '?'
// stands for what such a string can't hold.
void append_token_or_string(std::string& out, std::string_view text);

}  // namespace placard::http
