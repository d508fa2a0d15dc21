// Percent-encoding as RFC 3986 section 2 has it, and the two classes of characters that a card's path is made
// of.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace placard::card {

// ALPHA / DIGIT / "-" / "." / "_" / "~" (RFC 3986 section 2.3).
bool is_unreserved(char c);

// What may stand in a path as it is: unreserved / sub-delims / ":" / "@" / "/" (RFC 3986 section 3.3).
bool is_path_character(char c);

// Everything but the unreserved characters becomes %XX, byte by byte, in upper-case hexadecimal.
std::string percent_encode(std::string_view text);

// Undoes the percent-encoding of letters, digits, '-', '_' and '~', which nobody needed to encode
// (RFC 3986 section 6.2.2.2). nullopt for every other encoding, an encoded dot or slash among them, for a '%'
// without two hexadecimal digits, and for a character that no path may contain.
std::optional<std::string> decode_path(std::string_view path);

}  // namespace placard::card
