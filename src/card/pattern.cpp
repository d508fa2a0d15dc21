#include "card/pattern.h"

#include <algorithm>

#include "base/image_format.h"
#include "card/pattern_parts.h"
#include "card/percent.h"

namespace placard::card {
namespace {

// Whether a path that fitted is one that every client sends as it is: characters of a path only, no empty
// segment, no dot segments (RFC 3986 section 5.2.4), not below the prefix that is Placard's own, and not with
// what would be an extension where the id stands alone.
bool is_clean(std::string_view path) {
    if (path.starts_with("/-/")) return false;
    const std::size_t dot = path.find_last_of("./");
    if (path[dot] == '.' && base::image_format_from_extension(path.substr(dot + 1))) return false;
    if (!std::all_of(path.begin(), path.end(), is_path_character)) return false;
    for (std::size_t begin = 1; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        const std::string_view segment = path.substr(begin, end - begin);
        if (segment.empty() || segment == "." || segment == "..") return false;
        begin = end + 1;
    }
    return true;
}

// Moves the field's text from `rest` to the match.
bool take_field(const Field& field, char end, std::string_view& rest, PatternMatch& match) {
    const std::size_t size = field.kind->extent(rest, end);
    if (size == 0) return false;
    auto value = field.kind->canonical(rest.substr(0, size));
    if (!value) return false;
    rest.remove_prefix(size);
    match.id += *value;
    match.parameters.push_back({field.name, std::move(*value)});
    return true;
}

bool take_literal(const Literal& literal, std::string_view& rest, PatternMatch& match) {
    if (!rest.starts_with(literal.text)) return false;
    rest.remove_prefix(literal.text.size());
    match.id += literal.text;
    return true;
}

// The literal character behind parts[i]; '/' at the end of the pattern.
char character_behind(const std::vector<PatternPart>& parts, std::size_t i) {
    if (i + 1 == parts.size()) return '/';
    const auto* literal = std::get_if<Literal>(&parts[i + 1]);
    return literal ? literal->text.front() : '/';
}

}  // namespace

struct Pattern::Compiled {
    std::string text;
    std::vector<PatternPart> parts;
};

const std::string* find_parameter(const Parameters& parameters, std::string_view name) {
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const Parameter& parameter) { return parameter.name == name; });
    return found == parameters.end() ? nullptr : &found->value;
}

base::Result<Pattern> Pattern::compile(std::string_view text) {
    auto parts = parse_pattern(text);
    if (!parts) return tl::unexpected(parts.error());
    if (auto good = check_pattern(*parts); !good) return tl::unexpected(good.error());
    return Pattern(std::make_shared<const Compiled>(Compiled{std::string(text), std::move(*parts)}));
}

std::optional<PatternMatch> Pattern::match(std::string_view path) const {
    if (path.size() > max_path_length) return std::nullopt;
    PatternMatch match;
    std::string_view rest = path;
    const auto& parts = compiled_->parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto* field = std::get_if<Field>(&parts[i]);
        const bool fits = field ? take_field(*field, character_behind(parts, i), rest, match)
                                : take_literal(std::get<Literal>(parts[i]), rest, match);
        if (!fits) return std::nullopt;
    }
    // Looked at last, so that a path is read once and not by every pattern of a long catalogue.
    if (!rest.empty() || !is_clean(path)) return std::nullopt;
    match.id.erase(0, 1);
    return match;
}

const std::string& Pattern::text() const {
    return compiled_->text;
}

std::vector<std::string> Pattern::field_names() const {
    std::vector<std::string> names;
    for (const PatternPart& part : compiled_->parts) {
        if (const auto* field = std::get_if<Field>(&part)) names.push_back(field->name);
    }
    return names;
}

}  // namespace placard::card
