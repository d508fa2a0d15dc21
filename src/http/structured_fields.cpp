#include "http/structured_fields.h"

#include <algorithm>

namespace placard::http {
namespace {

bool is_alphabetic(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_token(std::string_view text) {
    if (text.empty() || (!is_alphabetic(text.front()) && text.front() != '*')) return false;
    return std::ranges::all_of(text, [](char c) {
        return is_alphabetic(c) || (c >= '0' && c <= '9') ||
               std::string_view("!#$%&'*+-.^_`|~:/").find(c) != std::string_view::npos;
    });
}

}  // namespace

void append_token_or_string(std::string& out, std::string_view text) {
    if (is_token(text)) {
        out.append(text);
        return;
    }
    out.push_back('"');
    for (const char c : text) {
        if (c == '"' || c == '\\') out.push_back('\\');
        out.push_back(c >= 0x20 && c < 0x7F ? c : '?');
    }
    out.push_back('"');
}

}  // namespace placard::http
