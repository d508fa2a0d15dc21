// Finding, in the text of a page, a style sheet, a drawing or a script, what may be the name of a file.
// Pure functions over text: nothing here looks at a disk.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace placard::render {

// Everything that might name a file: the contents of quotes and url(), and every run of characters between
// blanks, quotes, brackets, commas, semicolons and '='. Far too many on purpose; addresses with a scheme or a
// host, fragments and anything over 1024 bytes are left out. Each is free of query and fragment and
// percent-decoded, except that Mustache placeholders stay as they are. In no particular order, each once.
std::vector<std::string> possible_references(std::string_view text);

enum class TextKind { markup, style };

// The relative references that a browser would load: src, poster and data attributes, the href of <link>,
// <image>, <use> and <feImage>, and url() and @import in style sheets as well as in markup. Those with a
// placeholder, in a comment or in a script are left out. Decoded like the possible ones, each once;
// attributes first.
std::vector<std::string> clear_references(std::string_view text, TextKind kind);

}  // namespace placard::render
