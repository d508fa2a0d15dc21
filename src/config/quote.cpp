#include "config/quote.h"

namespace placard::config {
namespace {

constexpr std::size_t max_shown = 80;

// text.substr(0, size), but never in the middle of a UTF-8 sequence.
std::string_view shortened(std::string_view text, std::size_t size) {
    if (text.size() <= size) return text;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
        --size;
    return text.substr(0, size);
}

}  // namespace

std::string in_quotes(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    const std::string_view kept = shortened(text, max_shown);
    std::string shown = "\"";
    for (const char c : kept) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) {
            shown += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
        } else {
            shown += c;
        }
    }
    return shown + (kept.size() < text.size() ? "…\"" : "\"");
}

std::string listed(const std::vector<std::string>& words, std::string_view conjunction) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0 && i + 1 == words.size()) {
            text.append(" ").append(conjunction).append(" ");
        } else if (i > 0) {
            text += ", ";
        }
        text += words[i];
    }
    return text;
}

}  // namespace placard::config
