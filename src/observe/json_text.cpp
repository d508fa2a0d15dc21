#include "observe/json_text.h"

#include <array>
#include <cstddef>

namespace placard::observe {
namespace {

constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

// Whether a byte stands for itself: printable ASCII without the quotation mark and the backslash.
constexpr std::array<bool, 256> plain_bytes = [] {
    std::array<bool, 256> plain{};
    for (std::size_t byte = 0x20; byte < 0x80; ++byte)
        plain[byte] = byte != '"' && byte != '\\';
    return plain;
}();

bool is_plain(char c) {
    return plain_bytes[static_cast<unsigned char>(c)];
}

void append_escape(std::string& out, unsigned char byte) {
    switch (byte) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u00";
    out += digits[byte >> 4];
    out += digits[byte & 15];
}

// The length of the well-formed sequence that `text` begins with (RFC 3629 section 4); 0 where it is none.
// The first byte is 0x80 at least.
std::size_t sequence_length(std::string_view text) {
    const auto byte = [text](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : static_cast<unsigned char>(0);
    };
    const auto within = [&](std::size_t i, unsigned char low, unsigned char high) {
        return byte(i) >= low && byte(i) <= high;
    };
    const auto tail = [&](std::size_t i) { return within(i, 0x80, 0xBF); };

    const unsigned char first = byte(0);
    if (first >= 0xC2 && first <= 0xDF) return tail(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const bool second = first == 0xE0   ? within(1, 0xA0, 0xBF)  // no overlong forms
                            : first == 0xED ? within(1, 0x80, 0x9F)  // no surrogates
                                            : tail(1);
        return second && tail(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool second = first == 0xF0   ? within(1, 0x90, 0xBF)  // no overlong forms
                            : first == 0xF4 ? within(1, 0x80, 0x8F)  // nothing past U+10FFFF
                                            : tail(1);
        return second && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        std::size_t plain = 0;
        while (plain < text.size() && is_plain(text[plain]))
            ++plain;
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) break;

        const auto byte = static_cast<unsigned char>(text[0]);
        if (byte < 0x80) {
            append_escape(out, byte);
            text.remove_prefix(1);
            continue;
        }
        const std::size_t length = sequence_length(text);
        out += length == 0 ? replacement_character : text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    out += '"';
}

}  // namespace placard::observe
