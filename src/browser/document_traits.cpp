#include "browser/document_traits.h"

#include <algorithm>
#include <array>
#include <string>

namespace placard::browser {
namespace {

constexpr std::string_view tag_name = "meta";
// Metadata that changes nothing in a page as it is shown here.
constexpr std::array<std::string_view, 6> harmless_names{"author",   "description", "generator",
                                                         "keywords", "robots",      "viewport"};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

struct Attribute {
    std::string name;
    std::string value;
};

// Takes the next attribute off a tag's text as the tokenizer of HTML does (HTML, 13.2.5.32 to 13.2.5.39),
// references left as they are; an empty name is the tag's end.
Attribute take_attribute(std::string_view& rest) {
    const auto take_while = [&rest](auto belongs) {
        std::string taken;
        while (!rest.empty() && belongs(rest.front())) {
            taken.push_back(lower(rest.front()));
            rest.remove_prefix(1);
        }
        return taken;
    };
    take_while([](char c) { return is_space(c) || c == '/'; });
    Attribute attribute{take_while([](char c) { return !is_space(c) && c != '/' && c != '>' && c != '='; }),
                        {}};
    take_while(is_space);
    if (!rest.starts_with('=')) return attribute;
    rest.remove_prefix(1);
    if (attribute.name.empty()) attribute.name = "=";  // a name may begin with it, none of ours does
    take_while(is_space);
    if (rest.starts_with('"') || rest.starts_with('\'')) {
        const char quote = rest.front();
        rest.remove_prefix(1);
        attribute.value = take_while([quote](char c) { return c != quote; });
        if (!rest.empty()) rest.remove_prefix(1);
    } else {
        attribute.value = take_while([](char c) { return !is_space(c) && c != '>'; });
    }
    return attribute;
}

bool is_harmless(const Attribute& attribute) {
    if (attribute.name == "http-equiv") return false;
    return attribute.name != "name" ||
           std::ranges::find(harmless_names, attribute.value) != harmless_names.end();
}

bool leaves_traces_after(std::string_view tag) {
    for (auto attribute = take_attribute(tag); !attribute.name.empty(); attribute = take_attribute(tag)) {
        if (!is_harmless(attribute)) return true;
    }
    return false;
}

}  // namespace

bool leaves_traces(std::string_view document) {
    // Every occurrence counts, also one in a comment: deciding what is one takes a whole parser.
    for (std::size_t at = document.find('<'); at != std::string_view::npos; at = document.find('<', at + 1)) {
        const std::string_view name = document.substr(at + 1, tag_name.size());
        if (!std::ranges::equal(name, tag_name, {}, lower)) continue;
        if (leaves_traces_after(document.substr(at + 1 + tag_name.size()))) return true;
    }
    return false;
}

}  // namespace placard::browser
