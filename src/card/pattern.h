// Path patterns: which addresses are a card's, and what their fields say.
//
// A pattern is literal text with fields in braces, as in "/{km:1..999}-{days:1..366}-{left:0..366}" or
// "/profile/{handle:slug(1..32)}". It describes the path without its extension. The kinds of field:
//
//   {n:1..999} {n:-5..5}      a decimal integer of that range: no leading zeros, no plus sign
//   {s:slug(1..32)}           lower-case letters, digits, single hyphens between them; its length
//   {s:word(1..32)}           ASCII letters, digits and underscores
//   {s:hex(8..64)}            hexadecimal digits; canonical in lower case
//   {s:base64url(1..200)}     RFC 4648 section 5 without padding; unused bits zero
//   {s:uuid}                  RFC 9562 text form; canonical in lower case
//   {s:date}                  YYYY-MM-DD, a day of the proleptic Gregorian calendar
//   {s:en|de|pt-br}           one of these words, the longest that is there
//   {s:regex([A-Z]{2}[0-9]+)} whatever RE2 matches in full; ends at the next slash, at the end, or
//                             before the character that stands behind the field in the pattern
//   {s}                       the same as {s:slug(1..64)}
//
// Length ranges may be left out: (1..64) then. No field is empty, none is called "id". A field ends where its
// own alphabet or its greatest length ends; a pattern in which what follows a field could also belong to it
// is refused by compile(), so that matching reads each character once and never goes back.
//
// Whatever the pattern, no path fits that has an empty segment, a segment "." or "..", a character that RFC
// 3986 does not allow in a path, the prefix "/-/", or an id that ends like an image's name (".jpg").
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace placard::card {

struct Parameter {
    std::string name;
    std::string value;  // in canonical form
    friend bool operator==(const Parameter&, const Parameter&) = default;
};
using Parameters = std::vector<Parameter>;

// The value of the parameter of that name; nullptr where there is none. Valid as long as `parameters`.
const std::string* find_parameter(const Parameters& parameters, std::string_view name);

struct PatternMatch {
    std::string id;         // the canonical path without its leading slash, for example "12-34-10"
    Parameters parameters;  // in the order of the pattern
};

// Immutable once compiled; cheap to copy; safe to use from any number of threads.
class Pattern {
public:
    // Fails with ErrorCode::invalid; the message names the column of the mistake (from 1) and what would be
    // right.
    static base::Result<Pattern> compile(std::string_view text);

    // path: absolute, without query, fragment and extension, percent-decoding done. nullopt where it does not
    // fit. Takes time linear in the path's length, and refuses paths over max_path_length.
    std::optional<PatternMatch> match(std::string_view path) const;

    const std::string& text() const;
    std::vector<std::string> field_names() const;

    static constexpr std::size_t max_path_length = 1024;

private:
    struct Compiled;
    explicit Pattern(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace placard::card
