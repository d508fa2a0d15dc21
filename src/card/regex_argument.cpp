#include "card/regex_argument.h"

namespace placard::card {
namespace {

constexpr std::size_t npos = std::string_view::npos;

// i: at a backslash. The first position behind the escape; behind "\E" for a quotation "\Q…\E".
std::size_t behind_escape(std::string_view text, std::size_t i) {
    if (text.substr(i, 2) != "\\Q") return i + 2;
    const std::size_t end = text.find("\\E", i + 2);
    return end == npos ? text.size() : end + 2;
}

// i: at the '[' of a character class. The first position behind its ']'. A ']' that comes first is a member,
// and
// "[:alpha:]" inside is a class of its own.
std::size_t behind_class(std::string_view text, std::size_t i) {
    ++i;
    if (i < text.size() && text[i] == '^') ++i;
    if (i < text.size() && text[i] == ']') ++i;
    while (i < text.size() && text[i] != ']') {
        if (text[i] == '\\') {
            i += 2;
        } else if (text.substr(i, 2) == "[:" && text.find(":]", i + 2) != npos) {
            i = text.find(":]", i + 2) + 2;
        } else {
            ++i;
        }
    }
    return i + 1;
}

}  // namespace

std::optional<std::size_t> end_of_regex_argument(std::string_view text) {
    std::size_t open = 1;
    for (std::size_t i = 0; i < text.size();) {
        switch (text[i]) {
            case '\\':
                i = behind_escape(text, i);
                break;
            case '[':
                i = behind_class(text, i);
                break;
            case ')':
                if (--open == 0) return i;
                ++i;
                break;
            case '(':
                ++open;
                [[fallthrough]];
            default:
                ++i;
        }
    }
    return std::nullopt;
}

}  // namespace placard::card
