#include "card/field_parser.h"

#include "card/field_kind_parser.h"
#include "card/regex_argument.h"

namespace placard::card {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::string_view regex_opening = "regex(";
constexpr std::size_t max_name = 64;

// The name that stands for the whole id, in templates and in page addresses.
constexpr std::string_view id_name = "id";

base::Status check_name(std::string_view name, std::size_t column) {
    if (!is_field_name(name)) {
        return pattern_mistake(column,
                               "a field begins with its name, a letter and then letters, digits and "
                               "underscores (64 at most), as in {name} or {name:slug}");
    }
    if (name == id_name) {
        return pattern_mistake(column, "\"id\" stands for the card's whole id; give the field another name");
    }
    return {};
}

// The length of the kind that `text` begins with, without the closing brace.
base::Result<std::size_t> kind_length(std::string_view text, std::size_t column) {
    if (text.starts_with(regex_opening)) {
        const auto end = end_of_regex_argument(text.substr(regex_opening.size()));
        if (!end) return pattern_mistake(column, "the regular expression's ')' is missing");
        const std::size_t length = regex_opening.size() + *end + 1;
        if (text.substr(length, 1) != "}") {
            return pattern_mistake(column + length, "a '}' must follow the regular expression's ')'");
        }
        return length;
    }
    const std::size_t end = text.find_first_of("{}");
    if (end == npos || text[end] == '{') return pattern_mistake(column, "the field's '}' is missing");
    return end;
}

}  // namespace

bool is_field_name(std::string_view name) {
    if (name.empty() || name.size() > max_name || alphabet::digits.contains(name.front())) return false;
    for (const char c : name) {
        if (!alphabet::word.contains(c)) return false;
    }
    return true;
}

base::Result<Field> parse_field(std::string_view text, std::size_t column) {
    const std::size_t name_end = text.find_first_of(":{}", 1);
    if (name_end == npos || text[name_end] == '{') {
        return pattern_mistake(column, "the field's '}' is missing");
    }

    Field field;
    field.name = text.substr(1, name_end - 1);
    field.column = column;
    if (auto good = check_name(field.name, column); !good) return tl::unexpected(good.error());

    if (text[name_end] == '}') {
        field.text = text.substr(0, name_end + 1);
        field.kind = make_text_field(TextForm::slug, {});
        return field;
    }

    const std::size_t kind_begin = name_end + 1;
    const std::size_t kind_column = column + kind_begin;
    const auto length = kind_length(text.substr(kind_begin), kind_column);
    if (!length) return tl::unexpected(length.error());
    auto kind = parse_field_kind(text.substr(kind_begin, *length), kind_column);
    if (!kind) return tl::unexpected(kind.error());
    field.text = text.substr(0, kind_begin + *length + 1);
    field.kind = std::move(*kind);
    return field;
}

}  // namespace placard::card
