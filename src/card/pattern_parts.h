// A path pattern taken apart: what the parser makes, the rules check and the matcher walks along.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"
#include "card/field_kind.h"

namespace placard::card {

struct Literal {
    std::string text;
    std::size_t column = 1;  // of its first character in the pattern, from 1
};

struct Field {
    std::string name;
    std::string text;        // as it was written, braces included
    std::size_t column = 1;  // of the opening brace
    SharedFieldKind kind;
};

using PatternPart = std::variant<Literal, Field>;

// Literals and fields in their order; no two literals beside each other.
base::Result<std::vector<PatternPart>> parse_pattern(std::string_view text);

// The rules that concern a pattern as a whole: it is a clean absolute path outside the reserved prefix, its
// names differ, and it is known of each field where it ends.
base::Status check_pattern(const std::vector<PatternPart>& parts);

// What all of these fail with: "column 7: MESSAGE".
[[nodiscard]] tl::unexpected<base::Error> pattern_mistake(std::size_t column, std::string_view message);

// A character as a message shows it: 'a', or its number where it can't be printed.
std::string shown(char c);

}  // namespace placard::card
