#include <algorithm>

#include "base/image_format.h"
#include "card/pattern_parts.h"

namespace placard::card {
namespace {

constexpr char field_mark = '{';  // no literal contains it

// The pattern with one mark for each field: what is known of every path that fits.
struct Skeleton {
    std::string text;
    std::vector<std::size_t> columns;  // of each character of `text`
};

Skeleton skeleton_of(const std::vector<PatternPart>& parts) {
    Skeleton skeleton;
    for (const PatternPart& part : parts) {
        if (const auto* field = std::get_if<Field>(&part)) {
            skeleton.text += field_mark;
            skeleton.columns.push_back(field->column);
            continue;
        }
        const auto& literal = std::get<Literal>(part);
        skeleton.text += literal.text;
        for (std::size_t i = 0; i < literal.text.size(); ++i)
            skeleton.columns.push_back(literal.column + i);
    }
    return skeleton;
}

base::Status check_segments(const Skeleton& skeleton) {
    const std::string_view text = skeleton.text;
    for (std::size_t begin = 1; begin <= text.size();) {
        const std::size_t end = std::min(text.find('/', begin), text.size());
        const std::string_view segment = text.substr(begin, end - begin);
        const std::size_t column = skeleton.columns[begin - 1];
        if (segment.empty()) {
            return pattern_mistake(
                column, end == text.size() ? "a card's path doesn't end with '/', for an extension follows it"
                                           : "two slashes in a row; one is enough");
        }
        if (segment == "." || segment == "..") {
            return pattern_mistake(
                column + 1, "clients take \".\" and \"..\" away from a path, so that no request has them");
        }
        begin = end + 1;
    }
    return {};
}

// What follows the last dot of a request's path is the extension, so that a dot in the last segment could be
// taken for its beginning.
base::Status check_extension(const Skeleton& skeleton) {
    const std::string_view text = skeleton.text;
    const std::size_t dot = text.find_last_of("./");
    if (text[dot] == '/') return {};
    if (base::image_format_from_extension(text.substr(dot + 1))) {
        return pattern_mistake(
            skeleton.columns[dot],
            "leave the extension out; every pattern is asked for with .jpg, .png, .webp or .avif");
    }
    return pattern_mistake(skeleton.columns[dot],
                           "a dot in the last part of a path begins its extension; write '-' or '_' instead");
}

base::Status check_prefix(const Skeleton& skeleton) {
    if (!skeleton.text.starts_with("/-/")) return {};
    return pattern_mistake(1, "paths below \"/-/\" are Placard's own; choose another prefix");
}

base::Status check_names(const std::vector<PatternPart>& parts) {
    std::vector<std::string_view> names;
    for (const PatternPart& part : parts) {
        const auto* field = std::get_if<Field>(&part);
        if (!field) continue;
        if (std::find(names.begin(), names.end(), field->name) != names.end()) {
            return pattern_mistake(field->column, "a field named \"" + field->name +
                                                      "\" is there already; give this one another name");
        }
        names.push_back(field->name);
    }
    return {};
}

struct Follower {
    CharacterSet first;
    std::string shown;  // for the message
};

Follower follower_of(const PatternPart& part) {
    if (const auto* field = std::get_if<Field>(&part)) return {field->kind->first(), field->text};
    const std::string& text = std::get<Literal>(part).text;
    return {CharacterSet(std::string_view(text).substr(0, 1)), shown(text.front())};
}

// A field takes all that it can; so what follows it must not be something that it could take as well.
base::Status check_boundary(const Field& field, const PatternPart& next) {
    if (field.kind->ends_at_literal()) {
        if (std::holds_alternative<Literal>(next)) return {};
        return pattern_mistake(std::get<Field>(next).column,
                               "it can't be told where " + field.text +
                                   " ends; put a character between the two, as in {a:regex(...)}-{b}");
    }
    const Follower follower = follower_of(next);
    const auto shared = field.kind->continuation().common_with(follower.first);
    if (!shared) return {};
    const std::size_t column = field.column + field.text.size();
    const std::string reason = follower.shown == shown(*shared)
                                   ? " is followed by " + follower.shown + ", which "
                                   : " is followed by " + follower.shown + ", which may begin with " +
                                         shown(*shared) + ", and that ";
    return pattern_mistake(column,
                           field.text + reason + std::string(field.kind->noun()) +
                               " may contain too, so that it can't be told where the field ends; put a '/' "
                               "or another character that it can't contain between them, or give the field "
                               "one length, as in slug(8..8)");
}

base::Status check_boundaries(const std::vector<PatternPart>& parts) {
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        const auto* field = std::get_if<Field>(&parts[i]);
        if (!field) continue;
        if (auto good = check_boundary(*field, parts[i + 1]); !good) return good;
    }
    return {};
}

}  // namespace

base::Status check_pattern(const std::vector<PatternPart>& parts) {
    const Skeleton skeleton = skeleton_of(parts);
    if (auto good = check_segments(skeleton); !good) return good;
    if (auto good = check_extension(skeleton); !good) return good;
    if (auto good = check_prefix(skeleton); !good) return good;
    if (auto good = check_names(parts); !good) return good;
    return check_boundaries(parts);
}

}  // namespace placard::card
