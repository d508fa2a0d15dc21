#include "render/reference_text.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <optional>
#include <unordered_set>

namespace placard::render {

namespace {

constexpr std::size_t max_reference = 1024;
constexpr std::string_view blank = " \t\r\n\f";
constexpr std::string_view separators = " \t\r\n\f\"'`()[]<>,;=|\\";

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

char lower(char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

std::string lower_case(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

// RFC 3986 section 3.1: a scheme is a letter, then letters, digits, "+", "-" and ".", then ":".
bool has_scheme_or_host(std::string_view reference) {
    if (reference.starts_with("//")) return true;
    const std::size_t colon = reference.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    if (!std::isalpha(static_cast<unsigned char>(reference.front()))) return false;
    return std::all_of(reference.begin(), reference.begin() + static_cast<std::ptrdiff_t>(colon),
                       [](unsigned char c) { return std::isalnum(c) || c == '+' || c == '-' || c == '.'; });
}

// RFC 3986 section 2.1. A "%" that begins no escape stands for itself, as browsers read it.
std::string percent_decoded(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                            hex_value(text[i + 2]) >= 0;
        if (escape) {
            result += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            result += text[i];
        }
    }
    return result;
}

// Where a reference's path ends: at the query or the fragment, but not at one inside a placeholder
// ("{{#x}}").
std::size_t end_of_path(std::string_view reference) {
    for (std::size_t i = 0; i < reference.size(); ++i) {
        if (reference.substr(i).starts_with("{{")) {
            const std::size_t close = reference.find("}}", i);
            if (close == std::string_view::npos) return reference.size();
            i = close + 1;
        } else if (reference[i] == '?' || reference[i] == '#') {
            return i;
        }
    }
    return reference.size();
}

// The path that a raw reference names, or nothing where it can't be a file's.
std::optional<std::string> path_of(std::string_view raw) {
    if (raw.size() > 2 * max_reference) return std::nullopt;
    std::string reference(trimmed(raw));
    for (std::size_t at = reference.find("&amp;"); at != std::string::npos;
         at = reference.find("&amp;", at + 1))
        reference.erase(at + 1, 4);
    if (reference.empty() || reference.size() > max_reference || has_scheme_or_host(reference))
        return std::nullopt;
    std::string path = percent_decoded(std::string_view(reference).substr(0, end_of_path(reference)));
    const bool hostile = path.find('\0') != std::string::npos || path.find('\n') != std::string::npos;
    if (path.empty() || hostile) return std::nullopt;
    return path;
}

// The position behind the placeholder that begins here, or `at` where none does.
std::size_t behind_placeholder(std::string_view text, std::size_t at) {
    if (!text.substr(at).starts_with("{{")) return at;
    const std::size_t close = text.substr(at, max_reference).find("}}");
    return close == std::string_view::npos ? at : at + close + 2;
}

void add_runs(std::string_view text, std::unordered_set<std::string>& found) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= text.size();) {
        if (i < text.size()) {
            const std::size_t behind = behind_placeholder(text, i);
            if (behind != i) {
                i = behind;
                continue;
            }
            if (separators.find(text[i]) == std::string_view::npos) {
                ++i;
                continue;
            }
        }
        if (i > begin && i - begin <= max_reference)
            if (auto path = path_of(text.substr(begin, i - begin))) found.insert(std::move(*path));
        begin = ++i;
    }
}

// What lies between a quote and the next of its kind on the same line, whichever of the two opens: blanks and
// brackets are part of a name there.
void add_quoted(std::string_view text, std::unordered_set<std::string>& found) {
    for (std::size_t open = text.find_first_of("\"'`("); open != std::string_view::npos;
         open = text.find_first_of("\"'`(", open + 1)) {
        const char closing = text[open] == '(' ? ')' : text[open];
        const std::string_view rest = text.substr(open + 1, max_reference + 1);
        const std::size_t close = rest.find(closing);
        if (close == std::string_view::npos) continue;
        const std::string_view inside = rest.substr(0, close);
        if (inside.find('\n') != std::string_view::npos) continue;
        if (auto path = path_of(inside)) found.insert(std::move(*path));
    }
}

// Replaces what lies between `open` and `close` by blanks, so that positions and lines stay.
void blank_out(std::string& text, std::string_view open, std::string_view close) {
    for (std::size_t at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
        const std::size_t found = text.find(close, at + open.size());
        const std::size_t end = found == std::string::npos ? text.size() : found + close.size();
        std::fill(text.begin() + static_cast<std::ptrdiff_t>(at),
                  text.begin() + static_cast<std::ptrdiff_t>(end), ' ');
        at = end;
    }
}

class ClearReferences {
public:
    void add(std::string_view raw) {
        if (raw.find("{{") != std::string_view::npos) return;
        auto path = path_of(raw);
        if (!path || path->front() == '/' || std::find(all_.begin(), all_.end(), *path) != all_.end()) return;
        all_.push_back(std::move(*path));
    }

    std::vector<std::string> take() { return std::move(all_); }

private:
    std::vector<std::string> all_;
};

// A quoted text, or what reaches to one of `ends`, from `at` on; `at` moves behind it.
std::string_view take_value(std::string_view text, std::size_t& at, std::string_view ends) {
    const bool quoted = at < text.size() && (text[at] == '"' || text[at] == '\'');
    const std::size_t begin = quoted ? at + 1 : at;
    const std::size_t end = quoted ? text.find(text[at], begin) : text.find_first_of(ends, begin);
    const std::string_view value = text.substr(begin, end == std::string_view::npos ? end : end - begin);
    at = end == std::string_view::npos ? text.size() : end + (quoted ? 1 : 0);
    return value;
}

// CSS Syntax Module Level 3, section 4.3.6 (url) and CSS Cascading section 2 (@import "…").
void add_style_references(std::string_view text, ClearReferences& found) {
    for (std::size_t at = text.find("url("); at != std::string_view::npos; at = text.find("url(", at)) {
        at = std::min(text.find_first_not_of(blank, at + 4), text.size());
        found.add(take_value(text, at, ")"));
    }
    for (std::size_t at = text.find("@import"); at != std::string_view::npos; at = text.find("@import", at)) {
        at = std::min(text.find_first_not_of(blank, at + 7), text.size());
        if (at < text.size() && (text[at] == '"' || text[at] == '\'')) found.add(take_value(text, at, ""));
    }
}

bool loads(std::string_view element, std::string_view attribute) {
    if (attribute == "src" || attribute == "poster") return true;
    if (attribute == "href" || attribute == "xlink:href")
        return element == "link" || element == "image" || element == "use" || element == "feimage";
    return attribute == "data" && element == "object";
}

// The attributes of the start tag that begins at text[at] == '<'; returns the position behind the tag.
std::size_t add_tag_references(std::string_view text, std::size_t at, ClearReferences& found) {
    std::size_t i = std::min(text.find_first_of(" \t\r\n\f/>", at + 1), text.size());
    const std::string element = lower_case(text.substr(at + 1, i - at - 1));
    while (i < text.size() && text[i] != '>') {
        if (blank.find(text[i]) != std::string_view::npos || text[i] == '/') {
            ++i;
            continue;
        }
        const std::size_t begin = i;
        i = std::min(text.find_first_of("= \t\r\n\f/>", begin + 1), text.size());
        const std::string attribute = lower_case(text.substr(begin, i - begin));
        const std::size_t equals = text.find_first_not_of(blank, i);
        if (equals == std::string_view::npos || text[equals] != '=') continue;
        i = std::min(text.find_first_not_of(blank, equals + 1), text.size());
        const std::string_view value = take_value(text, i, " \t\r\n\f>");
        if (loads(element, attribute)) found.add(value);
    }
    return i;
}

// Blanks out the scripts on its way, so that what follows sees none.
void add_markup_references(std::string& text, ClearReferences& found) {
    const std::string lower_text = lower_case(text);
    for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at)) {
        const bool start_tag = at + 1 < text.size() && std::isalpha(static_cast<unsigned char>(text[at + 1]));
        if (!start_tag) {
            ++at;
            continue;
        }
        const bool script = lower_text.compare(at, 7, "<script") == 0;
        at = add_tag_references(text, at, found);
        if (!script) continue;
        const std::size_t end = std::min(lower_text.find("</script", at), text.size());
        std::fill(text.begin() + static_cast<std::ptrdiff_t>(at),
                  text.begin() + static_cast<std::ptrdiff_t>(end), ' ');
        at = end;
    }
}

}  // namespace

std::vector<std::string> possible_references(std::string_view text) {
    std::unordered_set<std::string> found;
    add_runs(text, found);
    add_quoted(text, found);
    return {found.begin(), found.end()};
}

std::vector<std::string> clear_references(std::string_view text, TextKind kind) {
    std::string visible(text);
    if (kind == TextKind::markup) blank_out(visible, "<!--", "-->");
    blank_out(visible, "/*", "*/");
    ClearReferences found;
    if (kind == TextKind::markup) add_markup_references(visible, found);
    add_style_references(visible, found);
    return found.take();
}

}  // namespace placard::render
