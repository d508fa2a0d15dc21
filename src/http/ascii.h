// Comparisons and lists of field values, in ASCII and without a locale.
#pragma once

#include <algorithm>
#include <string_view>

namespace placard::http {

constexpr char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                              [](char x, char y) { return to_lower(x) == to_lower(y); });
}

// Optional whitespace (RFC 9110 section 5.6.3) taken off both ends.
constexpr std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

// Calls visit(element) for each non-empty element of a comma-separated list (RFC 9110 section 5.6.1). For
// lists of tokens only: a comma within a quoted string is not known here.
template <class Visit>
constexpr void for_each_token(std::string_view list, Visit visit) {
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        if (const std::string_view element = trim(list.substr(0, comma)); !element.empty()) visit(element);
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
}

}  // namespace placard::http
