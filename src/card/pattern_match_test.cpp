// What fits a pattern and what does not, and the values that come out.

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "card/pattern.h"

namespace placard::card {
namespace {

Pattern compiled(const std::string& text) {
    auto pattern = Pattern::compile(text);
    if (!pattern) throw std::runtime_error(text + ": " + pattern.error().message);
    return *pattern;
}

struct Case {
    std::string pattern;
    std::string path;
    std::string id;  // empty: it does not fit
    std::vector<std::string> values = {};
};

const std::string uuid = "0190e0d2-7c3f-7a1b-8c2d-0123456789ab";

const std::vector<Case>& cases() {
    static const std::vector<Case> all{
        {"/about", "/about", "about"},
        {"/about", "/abou", ""},
        {"/about", "/about/", ""},
        {"/about", "/About", ""},
        // Integers
        {"/{a:1..999}", "/1", "1", {"1"}},
        {"/{a:1..999}", "/999", "999", {"999"}},
        {"/{a:1..999}", "/0", ""},
        {"/{a:1..999}", "/1000", ""},
        {"/{a:1..999}", "/007", ""},
        {"/{a:1..999}", "/+7", ""},
        {"/{a:1..999}", "/-7", ""},
        {"/{a:1..999}", "/7x", ""},
        {"/{a:1..999}", "/", ""},
        {"/{a:0..9}", "/0", "0", {"0"}},
        {"/{a:0..9}", "/00", ""},
        {"/{a:-5..5}", "/-5", "-5", {"-5"}},
        {"/{a:-5..5}", "/-6", ""},
        {"/{a:-5..5}", "/-0", ""},
        {"/{a:-5..5}", "/-", ""},
        {"/{a:-5..5}", "/--5", ""},
        {"/{a:-5..100}", "/-10", ""},
        {"/{a:-9..-1}", "/5", ""},
        {"/{a:-5..5}-{b:-5..5}", "/-1--2", "-1--2", {"-1", "-2"}},
        {"/{a:1000..9999}{b:10..99}", "/202412", "202412", {"2024", "12"}},
        {"/{a:1000..9999}{b:10..99}", "/20241", ""},
        {"/{a:-9223372036854775808..9223372036854775807}",
         "/-9223372036854775808",
         "-9223372036854775808",
         {"-9223372036854775808"}},
        {"/{a:-9223372036854775808..9223372036854775807}", "/9223372036854775808", ""},
        {"/{km:1..999}-{days:1..366}-{left:0..366}", "/12-34-10", "12-34-10", {"12", "34", "10"}},
        {"/{km:1..999}-{days:1..366}-{left:0..366}", "/12-34", ""},
        {"/{km:1..999}-{days:1..366}-{left:0..366}", "/12-34-10-", ""},
        {"/{km:1..999}-{days:1..366}-{left:0..366}", "/12--34-10", ""},
        // Slugs
        {"/{a}", "/a-b-1", "a-b-1", {"a-b-1"}},
        {"/{a}", "/A", ""},
        {"/{a}", "/-a", ""},
        {"/{a}", "/a-", ""},
        {"/{a}", "/a--b", ""},
        {"/{a}", "/a_b", ""},
        {"/{a:slug(2..3)}", "/a", ""},
        {"/{a:slug(2..3)}", "/abc", "abc", {"abc"}},
        {"/{a:slug(2..3)}", "/abcd", ""},
        {"/{a:slug(3..3)}{b:slug}", "/abcdef", "abcdef", {"abc", "def"}},
        {"/{a:slug(3..3)}{b:slug}", "/ab-def", ""},
        {"/{a}", "/" + std::string(64, 'a'), std::string(64, 'a'), {std::string(64, 'a')}},
        {"/{a}", "/" + std::string(65, 'a'), ""},
        // Words
        {"/{a:word}", "/Ab_9", "Ab_9", {"Ab_9"}},
        {"/{a:word}", "/a-b", ""},
        {"/{a:word}-{b:word}", "/a-b", "a-b", {"a", "b"}},
        // Hexadecimal
        {"/{a:hex(8..64)}", "/DEADbeef", "deadbeef", {"deadbeef"}},
        {"/{a:hex(8..64)}", "/deadbee", ""},
        {"/{a:hex(8..64)}", "/deadbeeg", ""},
        // base64url
        {"/{a:base64url}", "/_-8", "_-8", {"_-8"}},
        {"/{a:base64url}", "/AA", "AA", {"AA"}},
        {"/{a:base64url}", "/AB", ""},   // unused bits
        {"/{a:base64url}", "/AAB", ""},  // unused bits
        {"/{a:base64url}", "/A", ""},
        {"/{a:base64url}", "/AAAAA", ""},
        {"/{a:base64url}", "/AA==", ""},
        {"/{a:base64url}", "/A+/A", ""},
        // UUID
        {"/{a:uuid}", "/" + uuid, uuid, {uuid}},
        {"/{a:uuid}", "/0190E0D2-7C3F-7A1B-8C2D-0123456789AB", uuid, {uuid}},
        {"/{a:uuid}", "/0190e0d27c3f7a1b8c2d0123456789ab", ""},
        {"/{a:uuid}", "/0190e0d2-7c3f-7a1b-8c2d-0123456789a", ""},
        {"/{a:uuid}", "/0190e0d2-7c3f-7a1b-8c2d-0123456789abc", ""},
        {"/{a:uuid}", "/0190e0d27-c3f-7a1b-8c2d-0123456789ab", ""},
        {"/{a:uuid}", "/------------------------------------", ""},
        // Dates
        {"/{a:date}", "/2024-02-29", "2024-02-29", {"2024-02-29"}},
        {"/{a:date}", "/2023-02-29", ""},
        {"/{a:date}", "/1900-02-29", ""},
        {"/{a:date}", "/2000-02-29", "2000-02-29", {"2000-02-29"}},
        {"/{a:date}", "/2024-13-01", ""},
        {"/{a:date}", "/2024-00-10", ""},
        {"/{a:date}", "/2024-04-31", ""},
        {"/{a:date}", "/2024-1-1", ""},
        {"/{a:date}", "/2024--1-1", ""},
        {"/{a:date}", "/0000-01-01", "0000-01-01", {"0000-01-01"}},
        {"/{a:date}-{b}", "/2024-12-31-party", "2024-12-31-party", {"2024-12-31", "party"}},
        // Lists of words
        {"/{a:en|de|pt-br}", "/de", "de", {"de"}},
        {"/{a:en|de|pt-br}", "/pt-br", "pt-br", {"pt-br"}},
        {"/{a:en|de|pt-br}", "/pt", ""},
        {"/{a:en|de|pt-br}", "/EN", ""},
        {"/{a:x|xy|xyz}/b", "/xyz/b", "xyz/b", {"xyz"}},
        {"/{a:x|xy|xyz}/b", "/xy/b", "xy/b", {"xy"}},
        // Regular expressions
        {"/{a:regex([A-Z]{2}[0-9]+)}", "/AB12", "AB12", {"AB12"}},
        {"/{a:regex([A-Z]{2}[0-9]+)}", "/xAB12", ""},
        {"/{a:regex([A-Z]{2}[0-9]+)}", "/AB12x", ""},
        {"/{a:regex(a|ab)}", "/ab", "ab", {"ab"}},
        {"/{a:regex(.*)}", "/a/b", ""},
        {"/{a:regex(.*)}", "/", ""},
        {"/{a:regex(.*)}", "/..", ""},
        {"/{a:regex(.*)}", "/.", ""},
        {"/{a:regex(.*)}", "/...", "...", {"..."}},
        {"/{a:regex(.*)}", "/1.2", "1.2", {"1.2"}},
        {"/{a:regex(.*)}", "/1.jpg", ""},
        {"/{a:regex(.*)}", "/a@b:c", "a@b:c", {"a@b:c"}},
        {"/{a:regex(.*)}", "/a b", ""},
        {"/{a:regex(.*)}", "/a%41", ""},
        {"/{a:regex(.*)}", "/a?b", ""},
        {"/{a:regex(.*)}", std::string("/a\0b", 4), ""},
        {"/{a:regex((?s).*)}", "/a\nb", ""},
        {"/{a:regex(.*)}", "/caf\xc3\xa9", ""},
        {"/{a:regex(.*)}", "/\xff\xfe", ""},
        {"/{a:regex(.*)}-{b:regex(.*)}", "/x-y-z", "x-y-z", {"x", "y-z"}},
        {"/{a:regex(-)}/b", "/-/b", ""},
        {"/{a:-|x}/b", "/-/b", ""},
        {"/{a:-|x}/b", "/x/b", "x/b", {"x"}},
        // Several segments
        {"/{a}/{b}", "/x/y", "x/y", {"x", "y"}},
        {"/{a}/{b}", "/x//y", ""},
        {"/{a}/{b}", "/x", ""},
        {"/{a}/{b}", "/x/y/", ""},
        {"/{a}/{b}", "x/y", ""},
        {"/{a}/{b}", "", ""},
    };
    return all;
}

TEST(PatternMatch, gives_the_id_and_the_values_or_nothing) {
    for (const Case& expected : cases()) {
        SCOPED_TRACE(expected.pattern + " with " + expected.path);
        const auto match = compiled(expected.pattern).match(expected.path);
        ASSERT_EQ(match.has_value(), !expected.id.empty());
        if (!match) continue;
        EXPECT_EQ(match->id, expected.id);
        std::vector<std::string> values;
        for (const Parameter& parameter : match->parameters)
            values.push_back(parameter.value);
        EXPECT_EQ(values, expected.values);
    }
}

TEST(PatternMatch, of_a_canonical_path_gives_the_same_again) {
    for (const Case& expected : cases()) {
        if (expected.id.empty()) continue;
        const Pattern pattern = compiled(expected.pattern);
        const auto once = pattern.match(expected.path);
        ASSERT_TRUE(once.has_value());
        const auto again = pattern.match("/" + once->id);
        ASSERT_TRUE(again.has_value()) << once->id;
        EXPECT_EQ(again->id, once->id);
        EXPECT_EQ(again->parameters, once->parameters);
    }
}

TEST(PatternMatch, names_the_values_in_the_order_of_the_pattern) {
    const auto match = compiled("/{km:1..999}-{days:1..366}").match("/12-34");
    ASSERT_TRUE(match.has_value());
    EXPECT_EQ(match->parameters, (Parameters{{"km", "12"}, {"days", "34"}}));
    EXPECT_EQ(*find_parameter(match->parameters, "days"), "34");
    EXPECT_EQ(find_parameter(match->parameters, "left"), nullptr);
}

TEST(PatternMatch, refuses_paths_over_the_limit) {
    const Pattern pattern = compiled("/{a:slug(1..1024)}");
    EXPECT_TRUE(pattern.match("/" + std::string(Pattern::max_path_length - 1, 'a')).has_value());
    EXPECT_FALSE(pattern.match("/" + std::string(Pattern::max_path_length, 'a')).has_value());
    EXPECT_FALSE(compiled("/{a:regex(.*)}").match("/" + std::string(100'000, 'a')).has_value());
}

TEST(PatternMatch, survives_the_expressions_that_stop_other_engines) {
    const Pattern pattern = compiled("/{a:regex((a+)+(a|aa)+(.*)*)}");
    EXPECT_TRUE(pattern.match("/" + std::string(1000, 'a')).has_value());
    EXPECT_FALSE(compiled("/{a:regex((a+)+)}").match("/" + std::string(1000, 'a') + "b").has_value());
}

}  // namespace
}  // namespace placard::card
