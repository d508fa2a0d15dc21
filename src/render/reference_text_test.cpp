#include "render/reference_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace placard::render {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

TEST(PossibleReferences, finds_names_in_attributes_style_sheets_and_scripts) {
    const auto found =
        possible_references(R"(<img src=a.png srcset="b.png 1x, c.png 2x"><style>@import 'd.css';
        p { background: url( e.png ), url("f g.png") }</style><script>fetch(`h.json`); x=["i.svg"]</script>)");
    for (const char* name : {"a.png", "b.png", "c.png", "d.css", "e.png", "f g.png", "h.json", "i.svg"})
        EXPECT_THAT(found, Contains(name));
}

TEST(PossibleReferences, decodes_percent_escapes_and_drops_query_and_fragment) {
    const auto found =
        possible_references(R"("a%20b.png?v=1#x" "icons.svg#star" "c&amp;d.png" "50%.png" "e%2")");
    for (const char* name : {"a b.png", "icons.svg", "c&d.png", "50%.png", "e%2"})
        EXPECT_THAT(found, Contains(name));
}

TEST(PossibleReferences, leaves_out_addresses_fragments_nul_and_what_is_too_long) {
    const auto found = possible_references(
        "\"https://a.example/x.png\" \"//a.example/y.png\" \"data:image/png;base64,AAAA\" "
        "\"#id\" \"?q\" \"a%00b.png\" \"" +
        std::string(2000, 'z') + "\"");
    for (const std::string& each : found) {
        EXPECT_EQ(each.find("example"), std::string::npos) << each;
        EXPECT_LE(each.size(), 1024U);
        EXPECT_EQ(each.find('\0'), std::string::npos);
    }
    EXPECT_THAT(found, Not(Contains("")));
    EXPECT_THAT(found, Not(Contains("#id")));
}

TEST(PossibleReferences, keeps_placeholders_whole_even_with_blanks_and_sections) {
    const auto found =
        possible_references("<img src=flags/{{ country }}.svg?{{v}}><img src='x/{{#a}}b{{/a}}.png'>");
    EXPECT_THAT(found, Contains("flags/{{ country }}.svg"));
    EXPECT_THAT(found, Contains("x/{{#a}}b{{/a}}.png"));
}

TEST(PossibleReferences, is_not_confused_by_an_apostrophe_in_prose) {
    EXPECT_THAT(possible_references("<p>Don't</p><img src='my photo.png'>"), Contains("my photo.png"));
}

TEST(ClearReferences, are_those_that_a_browser_would_load) {
    EXPECT_THAT(clear_references(
                    R"x(<IMG alt=x SRC="a.png"/><link href=b.css rel=stylesheet><image xlink:href='c.png'/>
        <a href="page.html">x</a><p style="background: url(d.png)" title="src=no.png">url</p>)x",
                    TextKind::markup),
                ElementsAre("a.png", "b.css", "c.png", "d.png"));
    EXPECT_THAT(
        clear_references("@import \"a.css\"; p { src: url( 'b.woff2' ) url(c.woff#x) }", TextKind::style),
        ElementsAre("b.woff2", "c.woff", "a.css"));
}

TEST(ClearReferences, leave_out_comments_scripts_placeholders_and_what_is_not_relative) {
    EXPECT_THAT(
        clear_references(R"(<!-- <img src="a.png"> --><script>x = '<img src="b.png">url(c.png)';</SCRIPT>
        <img src="{{photo}}"><img src="/d.png"><img src="https://e.example/f.png"><img src="data:,x"><img src="">
        <style>/* url(g.png) */</style>)",
                         TextKind::markup),
        IsEmpty());
}

TEST(ClearReferences, end_with_a_text_that_ends_too_early) {
    for (const char* text :
         {"<img src=\"a", "<img src=", "<img", "<", "url(", "url('a", "@import", "<!--", "<script"})
        clear_references(text, TextKind::markup);
    EXPECT_THAT(clear_references("<img src=\"a", TextKind::markup), ElementsAre("a"));
}

}  // namespace
}  // namespace placard::render
