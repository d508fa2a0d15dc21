// Base64 (RFC 4648, section 4), in which the DevTools protocol carries bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace placard::browser {

std::string encode_base64(std::string_view bytes);

// nullopt where the text is not whole, padded base64 without line breaks.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace placard::browser
