// The tags of a Mustache text, checked and with their lines: what the library that fills a template does not
// tell.
//
// Placard's templates are flat: a variable is a text, so there are no partials, no lists and no dotted
// lookups (a dot is part of a name). Changing the delimiters is refused, because the search for files knows
// "{{" alone.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace placard::render {

enum class TagKind { escaped, raw, section, inverted, section_end, comment };

struct Tag {
    TagKind kind = TagKind::escaped;
    std::string name;       // of a comment: empty; "{{.}}" has the name of the section that it stands in
    std::size_t line = 0;   // from 1
    std::size_t begin = 0;  // bytes of the text, braces included
    std::size_t end = 0;
};

// All tags in the order of the text, sections nested properly and at most 100 deep.
// ErrorCode::invalid: the message begins with "FILE:LINE: ".
base::Result<std::vector<Tag>> parse_mustache_tags(std::string_view text, std::string_view file);

// The names that must have a value, each once, in the order of the text. A name is optional, and nothing when
// it has no value, where it stands only as a section ({{#x}}, {{^x}}) or inside a section of its own:
// {{#x}}({{x}}){{/x}}.
std::vector<std::string> required_names(const std::vector<Tag>& tags);

}  // namespace placard::render
