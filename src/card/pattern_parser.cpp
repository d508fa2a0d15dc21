#include "card/field_parser.h"
#include "card/pattern_parts.h"
#include "card/percent.h"

namespace placard::card {
namespace {

constexpr std::size_t max_pattern = 2048;
constexpr std::size_t max_fields = 32;

base::Result<Literal> parse_literal(std::string_view text, std::size_t column) {
    Literal literal{std::string(text.substr(0, text.find('{'))), column};
    for (std::size_t i = 0; i < literal.text.size(); ++i) {
        const char c = literal.text[i];
        if (c == '}') return pattern_mistake(column + i, "this '}' has no '{' before it");
        if (is_unreserved(c) || c == '/') continue;
        return pattern_mistake(column + i,
                               shown(c) +
                                   " can't stand in a path pattern; letters, digits, '-', '.', '_', "
                                   "'~' and '/' can, and fields in braces");
    }
    return literal;
}

}  // namespace

std::string shown(char c) {
    if (c >= ' ' && c < 0x7f) return std::string{'\'', c, '\''};
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    return std::string("the byte 0x") + digits[byte >> 4] + digits[byte & 15];
}

tl::unexpected<base::Error> pattern_mistake(std::size_t column, std::string_view message) {
    return base::fail(base::ErrorCode::invalid, base::Fault::ours,
                      "column " + std::to_string(column) + ": " + std::string(message));
}

base::Result<std::vector<PatternPart>> parse_pattern(std::string_view text) {
    if (!text.starts_with('/')) return pattern_mistake(1, "a path pattern begins with '/'");
    if (text.size() > max_pattern) {
        return pattern_mistake(max_pattern + 1,
                               "a path pattern has at most " + std::to_string(max_pattern) + " characters");
    }

    std::vector<PatternPart> parts;
    std::size_t fields = 0;
    for (std::size_t position = 0; position < text.size();) {
        const std::string_view rest = text.substr(position);
        const std::size_t column = position + 1;
        if (rest.starts_with('{')) {
            auto field = parse_field(rest, column);
            if (!field) return tl::unexpected(field.error());
            if (++fields > max_fields) {
                return pattern_mistake(
                    column, "a path pattern has at most " + std::to_string(max_fields) + " fields");
            }
            position += field->text.size();
            parts.emplace_back(std::move(*field));
        } else {
            auto literal = parse_literal(rest, column);
            if (!literal) return tl::unexpected(literal.error());
            position += literal->text.size();
            parts.emplace_back(std::move(*literal));
        }
    }
    return parts;
}

}  // namespace placard::card
