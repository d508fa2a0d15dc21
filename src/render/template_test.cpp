#include "render/template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/test_folder.h"

namespace placard::render {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string fingerprint_of(const std::filesystem::path& file, bool scripts = false) {
    auto loaded = Template::load(file, scripts);
    return loaded ? (*loaded)->fingerprint() : "ERROR " + loaded.error().message;
}

TEST(TemplateLoading, gives_names_files_and_folder) {
    base::TestFolder folder;
    const auto file = folder.write("card.html", "<img src=a.png><b>{{km}}</b>{{#vip}}{{days}}{{/vip}}{{km}}");
    auto loaded = Template::load(file, true);
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_THAT((*loaded)->variables(), ElementsAre("km", "days"));
    EXPECT_EQ((*loaded)->file(), file);
    EXPECT_EQ((*loaded)->folder(), folder.path());
    EXPECT_TRUE((*loaded)->scripts());
    EXPECT_THAT((*loaded)->missing_files(), ElementsAre("a.png"));
    EXPECT_EQ((*loaded)->fill({{"km", "<12>"}, {"days", "3"}}), "<img src=a.png><b>&lt;12&gt;</b>&lt;12&gt;");
}

TEST(TemplateLoading, drops_a_byte_order_mark) {
    base::TestFolder folder;
    auto loaded = Template::load(folder.write("card.html", "\xEF\xBB\xBF<p>"));
    ASSERT_TRUE(loaded);
    EXPECT_EQ((*loaded)->fill({}), "<p>");
}

TEST(TemplateLoading, refuses_what_is_not_utf8) {
    base::TestFolder folder;
    for (const std::string_view text : {std::string_view("caf\xE9"), std::string_view("\xFF\xFE<\0", 4),
                                        std::string_view("a\0b", 3), std::string_view("\xED\xA0\x80")}) {
        auto loaded = Template::load(folder.write("card.html", text));
        ASSERT_FALSE(loaded);
        EXPECT_EQ(loaded.error().code, base::ErrorCode::invalid);
        EXPECT_THAT(loaded.error().message, HasSubstr("is not UTF-8 text"));
    }
}

TEST(TemplateLoading, tells_file_and_line_of_a_mistake) {
    base::TestFolder folder;
    const auto file = folder.write("card.html", "<p>\n{{#a}}");
    auto loaded = Template::load(file);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, base::ErrorCode::invalid);
    EXPECT_EQ(loaded.error().message, file.string() + ":2: the section {{#a}} is never closed");
}

TEST(TemplateLoading, refuses_a_file_that_is_not_there_a_folder_and_one_that_is_too_large) {
    base::TestFolder folder;
    EXPECT_EQ(Template::load(folder.path() / "none.html").error().code, base::ErrorCode::not_found);
    EXPECT_EQ(Template::load(folder.path()).error().code, base::ErrorCode::not_found);
    EXPECT_TRUE(Template::load(folder.write("a.html", std::string(2 << 20, 'a'))));
    EXPECT_EQ(Template::load(folder.write("b.html", std::string((2 << 20) + 1, 'a'))).error().code,
              base::ErrorCode::too_large);
}

TEST(TemplateFingerprint, changes_with_the_text_each_file_and_the_scripts_and_nothing_else) {
    base::TestFolder folder;
    const auto file = folder.write("card.html", "<link href=card.css>");
    folder.write("card.css", "p { background: url(bg.png) }");
    folder.write("bg.png", "1");
    folder.write("unrelated.png", "1");
    const std::string first = fingerprint_of(file);
    EXPECT_THAT(first, testing::MatchesRegex("[0-9a-f]+"));
    EXPECT_EQ(first.size(), 64U);
    EXPECT_EQ(fingerprint_of(file), first);
    EXPECT_NE(fingerprint_of(file, true), first);

    folder.write("unrelated.png", "2");
    EXPECT_EQ(fingerprint_of(file), first);
    folder.write("bg.png", "2");
    const std::string second = fingerprint_of(file);
    EXPECT_NE(second, first);
    folder.write("card.html", "<link href=card.css> ");
    EXPECT_NE(fingerprint_of(file), second);
    folder.write("card.html", "<link href=card.css>");
    std::filesystem::remove(folder.path() / "bg.png");
    EXPECT_NE(fingerprint_of(file), second);
}

TEST(TemplateFingerprint, is_the_same_in_another_folder) {
    base::TestFolder here;
    base::TestFolder there;
    for (const base::TestFolder* folder : {&here, &there}) {
        folder->write("card.html", "<img src=a.png>");
        folder->write("a.png", "A");
    }
    EXPECT_EQ(fingerprint_of(here.path() / "card.html"), fingerprint_of(there.path() / "card.html"));
}

}  // namespace
}  // namespace placard::render
