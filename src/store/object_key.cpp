#include "store/object_key.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace placard::store {

namespace {

constexpr std::size_t max_key = 900;
constexpr std::size_t max_segment = 200;
constexpr std::size_t max_header = 1024;

bool is_key_character(unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '_' || c == '.' || c == '~';
}

bool is_header_value(std::string_view text) {
    return text.size() <= max_header &&
           std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x20 && c < 0x7F; });
}

tl::unexpected<base::Error> invalid(const char* message) {
    return base::fail(base::ErrorCode::invalid, base::Fault::ours, message);
}

}  // namespace

bool is_key_segment(std::string_view segment) {
    return !segment.empty() && segment.size() <= max_segment && segment != "." && segment != ".." &&
           std::all_of(segment.begin(), segment.end(), is_key_character);
}

base::Status check_key(std::string_view key) {
    if (key.size() > max_key) return invalid("a store's key has 900 bytes at most");
    for (std::size_t begin = 0; begin <= key.size();) {
        const std::size_t slash = std::min(key.find('/', begin), key.size());
        if (!is_key_segment(key.substr(begin, slash - begin)))
            return invalid(
                "a store's key is made of segments joined by '/', each of 1 to 200 of the characters "
                "A-Z a-z 0-9 - _ . ~ and not \".\" or \"..\"");
        begin = slash + 1;
    }
    return {};
}

base::Status check_content(const base::Blob& body, const ObjectHeaders& headers) {
    if (!is_header_value(headers.content_type) || !is_header_value(headers.cache_control))
        return invalid("a stored header is visible ASCII of 1024 bytes at most");
    if (body.size() > max_body)
        return base::fail(base::ErrorCode::too_large, base::Fault::ours,
                          "a stored body has " + std::to_string(max_body) + " bytes at most");
    return {};
}

}  // namespace placard::store
