// Which patterns are refused, and with which words; which are taken.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "card/pattern.h"

namespace placard::card {
namespace {

struct Refusal {
    std::string pattern;
    std::string column;  // "column 7:"
    std::string words;   // a part of the message
};

TEST(PatternCompile, refuses_with_the_column_and_what_would_be_right) {
    const std::vector<Refusal> refusals{
        {"", "column 1:", "begins with '/'"},
        {"{a}", "column 1:", "begins with '/'"},
        {"a/{b}", "column 1:", "begins with '/'"},
        // Segments
        {"/", "column 1:", "doesn't end with '/'"},
        {"/a/", "column 3:", "doesn't end with '/'"},
        {"/a//{b}", "column 3:", "two slashes"},
        {"/a/./{b}", "column 4:", "take \".\" and \"..\" away"},
        {"/../{b}", "column 2:", "take \".\" and \"..\" away"},
        {"/-/health", "column 1:", "Placard's own"},
        {"/-/{a}", "column 1:", "Placard's own"},
        // Extensions
        {"/{a}.jpg", "column 5:", "leave the extension out"},
        {"/a.webp", "column 3:", "leave the extension out"},
        {"/v1.{a}", "column 4:", "begins its extension"},
        {"/{a:1..9}.5", "column 10:", "begins its extension"},
        // Characters
        {"/a b", "column 3:", "' ' can't stand"},
        {"/a%20b", "column 3:", "'%' can't stand"},
        {"/a?b={c}", "column 3:", "'?' can't stand"},
        {"/a#b", "column 3:", "'#' can't stand"},
        {"/a@b", "column 3:", "'@' can't stand"},
        {"/a\\b", "column 3:", "'\\' can't stand"},
        {"/caf\xc3\xa9", "column 5:", "the byte 0xc3"},
        {std::string("/a\0b", 4), "column 3:", "the byte 0x00"},
        {"/a\nb", "column 3:", "the byte 0x0a"},
        // Braces and names
        {"/a}", "column 3:", "no '{' before it"},
        {"/{a", "column 2:", "'}' is missing"},
        {"/{", "column 2:", "'}' is missing"},
        {"/{a{b}}", "column 2:", "'}' is missing"},
        {"/{a:slug", "column 5:", "'}' is missing"},
        {"/{a:slug{", "column 5:", "'}' is missing"},
        {"/{}", "column 2:", "begins with its name"},
        {"/{:slug}", "column 2:", "begins with its name"},
        {"/{1a}", "column 2:", "begins with its name"},
        {"/{a-b}", "column 2:", "begins with its name"},
        {"/{a }", "column 2:", "begins with its name"},
        {"/{" + std::string(65, 'a') + "}", "column 2:", "begins with its name"},
        {"/{id}", "column 2:", "whole id"},
        {"/{a}/{a}", "column 6:", "there already"},
        // Kinds
        {"/{a:}", "column 5:", "kind of the field is missing"},
        {"/{a:slugg}", "column 5:", "no such kind"},
        {"/{a:en}", "column 5:", "no such kind"},
        {"/{a:int(1..3)}", "column 5:", "no such kind"},
        {"/{a:slug(1..3)x}", "column 5:", "')' must be the last"},
        {"/{a:slug(}", "column 5:", "')' must be the last"},
        {"/{a:slug()}", "column 10:", "two numbers"},
        {"/{a:slug(8)}", "column 10:", "two numbers"},
        {"/{a:slug(0..8)}", "column 10:", "begin the range at 1"},
        {"/{a:slug(8..1)}", "column 10:", "write 1..8"},
        {"/{a:slug(1..1025)}", "column 10:", "no path is longer"},
        {"/{a:slug(-1..5)}", "column 10:", "two numbers"},
        {"/{a:uuid(1..5)}", "column 10:", "one length only"},
        {"/{a:base64url(5..5)}", "column 15:", "no base64url text has 5"},
        // Ranges
        {"/{a:9..1}", "column 5:", "write 1..9"},
        {"/{a:1..}", "column 5:", "two numbers"},
        {"/{a:..9}", "column 5:", "two numbers"},
        {"/{a:..}", "column 5:", "two numbers"},
        {"/{a:01..9}", "column 5:", "without leading zeros"},
        {"/{a:-0..9}", "column 5:", "without leading zeros"},
        {"/{a:+1..9}", "column 5:", "two numbers"},
        {"/{a:1...9}", "column 5:", "two numbers"},
        {"/{a:1..9223372036854775808}", "column 5:", "within 64 bits"},
        // Words
        {"/{a:en|}", "column 8:", "is empty"},
        {"/{a:|en}", "column 5:", "is empty"},
        {"/{a:en|en}", "column 8:", "there twice"},
        {"/{a:en|d/e}", "column 8:", "not '/'"},
        {"/{a:en|d.e}", "column 8:", "not '.'"},
        {"/{a:en|slug(1..2)}", "column 8:", "not '('"},
        // Regular expressions
        {"/{a:regex}", "column 5:", "regex([a-z]+)"},
        {"/{a:regex()}", "column 5:", "is empty"},
        {"/{a:regex([)}", "column 5:", "')' is missing"},
        {"/{a:regex(()}", "column 5:", "')' is missing"},
        {"/{a:regex(a)b}", "column 13:", "must follow"},
        {"/{a:regex(*)}", "column 5:", "no argument for repetition operator"},
        {"/{a:regex(a{1001})}", "column 5:", "repetition"},
        {"/{a:regex((?<=a)b)}", "column 5:", "RE2"},
        {"/{a:regex(\\1)}", "column 5:", "invalid escape sequence"},
        {"/{a:regex(((a{100}){100}){100})}", "column 5:", "RE2"},
        {"/{a:regex(" + std::string(513, 'a') + ")}", "column 5:", "at most 512"},
        // Limits
        {"/" + std::string(2048, 'a'), "column 2049:", "at most 2048"},
    };
    for (const Refusal& refusal : refusals) {
        SCOPED_TRACE(refusal.pattern);
        const auto pattern = Pattern::compile(refusal.pattern);
        ASSERT_FALSE(pattern.has_value());
        EXPECT_EQ(pattern.error().code, base::ErrorCode::invalid);
        EXPECT_TRUE(pattern.error().message.starts_with(refusal.column)) << pattern.error().message;
        EXPECT_NE(pattern.error().message.find(refusal.words), std::string::npos) << pattern.error().message;
    }
}

TEST(PatternCompile, refuses_what_follows_a_field_and_could_belong_to_it) {
    const std::vector<Refusal> refusals{
        {"/{a:slug}-{b:1..9}", "column 10:", "followed by '-', which a slug may contain too"},
        {"/{a:slug}x", "column 10:", "followed by 'x', which a slug"},
        {"/{a}{b}", "column 5:", "followed by {b}, which may begin with '0', and that a slug"},
        {"/{a:1..99}{b:1..9}", "column 11:", "a whole number may contain too"},
        {"/{a:1..99}{b:date}", "column 11:", "a whole number may contain too"},
        {"/{a:-9..9}5", "column 11:", "a whole number"},
        {"/{a:-1..1}0", "column 11:", "a whole number"},
        {"/{a:word}_{b}", "column 10:", "followed by '_'"},
        {"/{a:hex}f", "column 9:", "followed by 'f'"},
        {"/{a:base64url}-x", "column 15:", "followed by '-'"},
        {"/{a:pt|pt-br}-{b}", "column 14:", "followed by '-', which one of its longer words"},
        {"/{a:x|xy}{b:yes|no}", "column 10:", "may begin with 'y'"},
        {"/{a}{b:regex([A-Z])}", "column 5:", "followed by {b:regex([A-Z])}"},
        {"/{a:regex(x+)}{b}", "column 15:", "can't be told where {a:regex(x+)} ends"},
        {"/{a:regex(x+)}{b:uuid}", "column 15:", "can't be told where"},
    };
    for (const Refusal& refusal : refusals) {
        SCOPED_TRACE(refusal.pattern);
        const auto pattern = Pattern::compile(refusal.pattern);
        ASSERT_FALSE(pattern.has_value());
        EXPECT_TRUE(pattern.error().message.starts_with(refusal.column)) << pattern.error().message;
        EXPECT_NE(pattern.error().message.find(refusal.words), std::string::npos) << pattern.error().message;
    }
}

TEST(PatternCompile, takes_patterns_whose_fields_have_a_known_end) {
    const std::vector<std::string> patterns{
        "/{km:1..999}-{days:1..366}-{left:0..366}",
        "/about",
        "/-",
        "/-{a}",
        "/v1.2/{a}",
        "/.well-known/{a}",
        "/{a:1000..9999}{b:10..99}",
        "/{a:-9..-1}5",
        "/{a:-5..5}-{b:-5..5}",
        "/{a:uuid}{b:slug}",
        "/{a:date}-{b:slug}",
        "/{a:hex(8..8)}{b:hex}",
        "/{a:slug(3..3)}{b:slug}",
        "/{a:slug}_{b:word}",
        "/{a:word}-{b:word}",
        "/{a:1..99}{b:en|de}",
        "/{a:pt|pt-br}_{b}",
        "/{a:slug|word}",
        "/{a:regex(a|b)}",
        "/{a:regex([^/]+)}-{b:regex(.*)}/{c:regex(x{2,3})}",
        "/{a:base64url(6..6)}{b}",
        "/{a:-9223372036854775808..9223372036854775807}",
        "/{_a1:slug(1..1024)}",
    };
    for (const std::string& text : patterns) {
        const auto pattern = Pattern::compile(text);
        ASSERT_TRUE(pattern.has_value()) << text << ": " << pattern.error().message;
        EXPECT_EQ(pattern->text(), text);
    }
}

TEST(PatternCompile, finds_the_end_of_an_expression_whatever_it_contains) {
    for (const std::string expression :
         {"(a)(b)", "[)]", "[])]", "[^])]", "\\)", "\\\\", "\\Q)))\\E", "[[:alpha:])]", "[\\])]", "a{1,2}",
          "(?:x)", "\\x{41}", "[}{]", "(?i)a", "\\Q\\\\E"}) {
        const auto pattern = Pattern::compile("/{a:regex(" + expression + ")}/{b}");
        ASSERT_TRUE(pattern.has_value()) << expression << ": " << pattern.error().message;
        EXPECT_EQ(pattern->field_names(), (std::vector<std::string>{"a", "b"})) << expression;
    }
}

TEST(PatternCompile, takes_thirty_two_fields_and_not_one_more) {
    std::string text;
    for (int i = 0; i < 32; ++i)
        text += "/{f" + std::to_string(i) + "}";
    EXPECT_TRUE(Pattern::compile(text).has_value());
    EXPECT_FALSE(Pattern::compile(text + "/{more}").has_value());
}

}  // namespace
}  // namespace placard::card
