#include "render/mustache.h"

#include <gtest/gtest.h>

#include <thread>

namespace placard::render {
namespace {

std::string filled(std::string_view text, const std::vector<Variable>& variables) {
    auto parsed = Mustache::parse(text, "card.html");
    if (!parsed) return "ERROR " + parsed.error().message;
    auto result = parsed->fill(variables);
    return result ? *result : "ERROR " + result.error().message;
}

TEST(Mustache, fills_in_names_and_escapes_all_five_characters_of_html) {
    EXPECT_EQ(filled("<p>{{name}}</p>", {{"name", R"(<b a="1">&'x')"}}),
              "<p>&lt;b a=&quot;1&quot;&gt;&amp;&#39;x&#39;</p>");
}

TEST(Mustache, leaves_three_braces_and_the_ampersand_raw) {
    EXPECT_EQ(filled("{{{x}}} {{&x}} {{& x }}", {{"x", "<i>&</i>"}}), "<i>&</i> <i>&</i> <i>&</i>");
}

TEST(Mustache, does_not_read_tags_in_values) {
    EXPECT_EQ(filled("{{{x}}}{{y}}", {{"x", "{{y}}"}, {"y", "{{{x}}}"}}), "{{y}}{{{x}}}");
}

TEST(Mustache, shows_a_section_where_its_variable_is_neither_empty_nor_false_nor_absent) {
    const std::string_view text = "{{#vip}}yes{{/vip}}{{^vip}}no{{/vip}}";
    EXPECT_EQ(filled(text, {{"vip", "true"}}), "yes");
    EXPECT_EQ(filled(text, {{"vip", "0"}}), "yes");
    EXPECT_EQ(filled(text, {{"vip", "false"}}), "no");
    EXPECT_EQ(filled(text, {{"vip", ""}}), "no");
    EXPECT_EQ(filled(text, {}), "no");
}

TEST(Mustache, prints_false_and_the_empty_text_where_they_are_variables) {
    EXPECT_EQ(filled("[{{a}}][{{b}}]", {{"a", "false"}, {"b", ""}}), "[false][]");
}

TEST(Mustache, lets_a_dot_stand_for_the_section_around_it) {
    EXPECT_EQ(filled("{{#title}}{{#x}}{{.}}{{/x}}, {{.}}{{/title}}", {{"title", "T"}, {"x", "<"}}),
              "&lt;, T");
    EXPECT_EQ(filled("a\n{{.}}", {}),
              "ERROR card.html:2: {{.}} stands for the value of the section around it, and there is none");
}

TEST(Mustache, counts_the_later_of_two_values) {
    EXPECT_EQ(filled("{{a}}", {{"a", "1"}, {"a", "2"}}), "2");
}

TEST(Mustache, leaves_out_comments_and_keeps_single_braces_and_blanks) {
    EXPECT_EQ(filled("a{color:red}\n  {{! {{note}}b {x} }y}", {}), "a{color:red}\n  b {x} }y}");
}

TEST(Mustache, leaves_out_lines_that_hold_only_a_section_tag) {
    EXPECT_EQ(filled("<ul>\n  {{#a}}\n  <li>{{a}}\n  {{/a}}\n</ul>\n", {{"a", "1"}}),
              "<ul>\n  <li>1\n</ul>\n");
}

TEST(Mustache, names_all_missing_variables_at_once_in_the_order_of_the_text) {
    EXPECT_EQ(filled("{{c}}{{#s}}{{b}}{{/s}}{{a}}{{b}}", {{"x", "1"}}),
              "ERROR the template card.html has no value for: c, b, a");
}

TEST(Mustache, requires_no_value_of_a_section_nor_of_its_name_inside_of_it) {
    auto parsed = Mustache::parse("{{#a}}({{a}}){{#b}}{{b}}{{c}}{{/b}}{{/a}}{{^d}}{{d}}{{/d}}", "f");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->required(), (std::vector<std::string>{"c", "d"}));
}

TEST(Mustache, refuses_a_value_that_is_not_utf8) {
    EXPECT_EQ(filled("{{x}}", {{"x", "\xC0\xAF"}}), "ERROR the value of the variable x is not UTF-8 text");
}

TEST(Mustache, refuses_a_document_past_16_mib) {
    auto parsed = Mustache::parse("{{x}}{{x}}", "f");
    ASSERT_TRUE(parsed);
    auto result = parsed->fill({{"x", std::string(9 << 20, 'x')}});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, base::ErrorCode::too_large);
}

struct SyntaxCase {
    const char* text;
    const char* message;
};

TEST(Mustache, tells_the_line_of_every_mistake) {
    const SyntaxCase cases[] = {
        {"\n\n{{name", "card.html:3: a tag is opened and never closed by }}"},
        {"\n{{{name}}", "card.html:2: a tag is opened and never closed by }}}"},
        {"{{#a}}\n{{#b}}\n{{/b}}\n", "card.html:1: the section {{#a}} is never closed"},
        {"{{#a}}\n{{/b}}", "card.html:2: {{/b}} stands where the section a of line 1 must be closed first"},
        {"x\n{{/a}}", "card.html:2: {{/a}} closes a section that is not open"},
        {"{{> head}}", "card.html:1: partials ({{> name}}) are not supported: put the text in the template"},
        {"{{=<% %>=}}", "card.html:1: the delimiters can't be changed: a placeholder is always {{name}}"},
        {"{{ }}", "card.html:1: \"{{ }}\" is not the name of a variable: letters, digits and _ - . only"},
        {"{{a b}}", "card.html:1: \"{{a b}}\" is not the name of a variable: letters, digits and _ - . only"},
        {"{{?a}}", "card.html:1: \"{{?a}}\" is not the name of a variable: letters, digits and _ - . only"},
    };
    for (const SyntaxCase& each : cases) {
        auto parsed = Mustache::parse(each.text, "card.html");
        ASSERT_FALSE(parsed) << each.text;
        EXPECT_EQ(parsed.error().code, base::ErrorCode::invalid);
        EXPECT_EQ(parsed.error().message, each.message);
    }
}

TEST(Mustache, refuses_sections_nested_without_end) {
    std::string text;
    for (int i = 0; i < 100000; ++i)
        text += "{{#a}}";
    auto parsed = Mustache::parse(text, "f");
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().message, "f:1: sections are nested more than 100 deep");
}

TEST(Mustache, fills_on_many_threads_at_once) {
    auto parsed = Mustache::parse("{{#a}}<p>\n{{b}}</p>{{/a}}{{{c}}}", "f");
    ASSERT_TRUE(parsed);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&parsed, i] {
            const std::string value = std::to_string(i);
            for (int round = 0; round < 200; ++round)
                EXPECT_EQ(parsed->fill({{"a", "1"}, {"b", value}, {"c", value}}).value_or("error"),
                          "<p>\n" + value + "</p>" + value);
        });
    for (std::thread& thread : threads)
        thread.join();
}

}  // namespace
}  // namespace placard::render
