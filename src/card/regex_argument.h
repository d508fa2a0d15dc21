// Where the argument of "regex(" ends, although it may contain braces and parentheses of its own.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace placard::card {

// text: what follows the opening parenthesis. The position of the parenthesis that closes it, reading RE2's
// syntax: escapes, \Q…\E, character classes and nested groups. nullopt where there is none.
std::optional<std::size_t> end_of_regex_argument(std::string_view text);

}  // namespace placard::card
