#include "card/field_kind_parser.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "card/pattern.h"
#include "card/percent.h"

namespace placard::card {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::string_view range_sign = "..";

struct NamedForm {
    std::string_view name;
    TextForm form;
    bool has_length;
};
constexpr std::array named_forms{
    NamedForm{"slug", TextForm::slug, true},  NamedForm{"word", TextForm::word, true},
    NamedForm{"hex", TextForm::hex, true},    NamedForm{"base64url", TextForm::base64url, true},
    NamedForm{"uuid", TextForm::uuid, false}, NamedForm{"date", TextForm::date, false},
};

// The whole of `text` as a decimal integer without plus sign and leading zeros.
template <class Integer>
std::optional<Integer> parse_integer(std::string_view text) {
    Integer number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if (std::to_string(number) != text) return std::nullopt;
    return number;
}

template <class Integer>
struct Range {
    Integer least;
    Integer greatest;
};

// "A..B" with A ≤ B.
template <class Integer>
base::Result<Range<Integer>> parse_range(std::string_view text, std::size_t column) {
    const std::size_t sign = text.find(range_sign);
    if (sign == npos) return pattern_mistake(column, "a range is written as two numbers, as in 1..32");
    const auto least = parse_integer<Integer>(text.substr(0, sign));
    const auto greatest = parse_integer<Integer>(text.substr(sign + range_sign.size()));
    if (!least || !greatest) {
        return pattern_mistake(column,
                               "a range is written as two numbers without leading zeros, as in 1..999, "
                               "each within 64 bits");
    }
    if (*least > *greatest) {
        return pattern_mistake(column, "the range is reversed; write " + std::to_string(*greatest) + ".." +
                                           std::to_string(*least));
    }
    return Range<Integer>{*least, *greatest};
}

base::Result<LengthRange> parse_length(std::string_view text, std::size_t column) {
    const auto range = parse_range<std::size_t>(text, column);
    if (!range) return tl::unexpected(range.error());
    if (range->least == 0) return pattern_mistake(column, "a field is never empty; begin the range at 1");
    if (range->greatest > Pattern::max_path_length) {
        return pattern_mistake(column, "no path is longer than " + std::to_string(Pattern::max_path_length) +
                                           " characters; end the range there or before");
    }
    return LengthRange{range->least, range->greatest};
}

// "slug(1..32)" taken apart at its parentheses.
base::Result<SharedFieldKind> parse_call(std::string_view name, std::string_view argument,
                                         std::size_t column) {
    if (name == "regex") {
        auto kind = make_regex_field(argument);
        if (!kind) return pattern_mistake(column, kind.error().message);
        return kind;
    }
    const auto found = std::find_if(named_forms.begin(), named_forms.end(),
                                    [&](const NamedForm& known) { return known.name == name; });
    if (found == named_forms.end()) {
        return pattern_mistake(column,
                               "there is no such kind of field; there are slug, word, hex, base64url, uuid, "
                               "date, regex(...), ranges of numbers (1..999) and lists of words (en|de)");
    }
    const std::size_t argument_column = column + name.size() + 1;
    if (!found->has_length) {
        return pattern_mistake(argument_column,
                               "a " + std::string(name) + " has one length only; leave the parentheses out");
    }
    const auto length = parse_length(argument, argument_column);
    if (!length) return tl::unexpected(length.error());
    if (found->form == TextForm::base64url && length->least == length->greatest && length->least % 4 == 1) {
        return pattern_mistake(argument_column, "no base64url text has " + std::to_string(length->least) +
                                                    " characters; one more or one less is possible");
    }
    return make_text_field(found->form, *length);
}

base::Result<SharedFieldKind> parse_word_list(std::string_view text, std::size_t column) {
    std::vector<std::string> words;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('|', begin), text.size());
        const std::string word(text.substr(begin, end - begin));
        if (word.empty()) return pattern_mistake(column + begin, "a word of the list is empty");
        for (const char c : word) {
            if (!is_unreserved(c) || c == '.') {
                return pattern_mistake(column + begin,
                                       "a word has letters, digits, '-', '_' and '~' only, not " + shown(c));
            }
        }
        if (std::find(words.begin(), words.end(), word) != words.end()) {
            return pattern_mistake(column + begin, "the word \"" + word + "\" is there twice");
        }
        words.push_back(word);
        begin = end + 1;
    }
    return make_word_list_field(std::move(words));
}

base::Result<SharedFieldKind> parse_integer_range(std::string_view text, std::size_t column) {
    const auto range = parse_range<std::int64_t>(text, column);
    if (!range) return tl::unexpected(range.error());
    return make_integer_field(range->least, range->greatest);
}

base::Result<SharedFieldKind> parse_bare_name(std::string_view name, std::size_t column) {
    for (const NamedForm& known : named_forms) {
        if (known.name == name) return make_text_field(known.form, {});
    }
    if (name == "regex") return pattern_mistake(column, "write the expression behind it: regex([a-z]+)");
    return parse_call(name, {}, column);  // says which kinds there are
}

}  // namespace

base::Result<SharedFieldKind> parse_field_kind(std::string_view text, std::size_t column) {
    if (text.empty()) return pattern_mistake(column, "the kind of the field is missing behind the ':'");
    // A list of words before anything else, but not where the bar is inside parentheses, as in regex(a|b).
    const std::size_t special = text.find_first_of("|(");
    if (special != npos && text[special] == '|') return parse_word_list(text, column);
    if (special != npos) {
        if (!text.ends_with(')'))
            return pattern_mistake(column, "a ')' must be the last character of the field");
        return parse_call(text.substr(0, special), text.substr(special + 1, text.size() - special - 2),
                          column);
    }
    if (text.find(range_sign) != npos) return parse_integer_range(text, column);
    return parse_bare_name(text, column);
}

}  // namespace placard::card
