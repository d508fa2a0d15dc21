#include "origin/object_key.h"

#include <algorithm>

#include "base/sha256.h"

namespace placard::origin {
namespace {

constexpr std::size_t longest_id = 700;       // leaves room for the card's name within the key's 900 bytes
constexpr std::size_t longest_segment = 190;  // leaves room for the extension within the segment's 200

bool is_key_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
}

// A leading "~" is kept for hashed ids; a dot in front would make "." and ".." possible, and hidden files.
bool is_key_segment(std::string_view segment) {
    return !segment.empty() && segment.size() <= longest_segment && segment[0] != '~' && segment[0] != '.' &&
           std::all_of(segment.begin(), segment.end(), is_key_character);
}

bool is_key_path(std::string_view id) {
    if (id.size() > longest_id) return false;
    for (;;) {
        const std::size_t end = id.find('/');
        if (!is_key_segment(id.substr(0, end))) return false;
        if (end == std::string_view::npos) return true;
        id.remove_prefix(end + 1);
    }
}

}  // namespace

std::string object_key(std::string_view card_name, std::string_view fingerprint, std::string_view id,
                       base::ImageFormat format) {
    std::string key(card_name);
    key += '/';
    key += fingerprint;
    key += '/';
    if (is_key_path(id)) {
        key += id;
    } else {
        key += '~' + base::to_hex(base::sha256(id));
    }
    key += '.';
    key += base::extension_of(format);
    return key;
}

}  // namespace placard::origin
