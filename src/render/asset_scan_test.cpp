#include "render/asset_scan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/test_folder.h"

namespace placard::render {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class AssetScanning : public testing::Test {
protected:
    std::vector<std::string> names(std::string_view text) {
        auto result = scan_assets(folder_.path(), text);
        if (!result) return {"ERROR " + result.error().message};
        missing_ = result->missing;
        std::vector<std::string> all;
        for (const Asset& asset : result->assets)
            all.push_back(asset.name);
        return all;
    }

    base::TestFolder folder_;
    std::vector<std::string> missing_;
};

TEST_F(AssetScanning, takes_the_files_that_are_there_and_names_those_that_are_not) {
    folder_.write("a.png", "A");
    folder_.write("img/b c.png", "B");
    EXPECT_THAT(
        names(R"(<img src="a.png?v=2"><img src="img/b%20c.png"><img src="gone.png"><p>other.png</p>)"),
        ElementsAre("a.png", "img/b c.png"));
    EXPECT_THAT(missing_, ElementsAre("gone.png"));
}

TEST_F(AssetScanning, follows_style_sheets_and_drawings_from_their_own_folders) {
    folder_.write("css/card.css", "@import 'more/base.css'; p { background: url(../img/bg.svg) }");
    folder_.write("css/more/base.css", "@font-face { src: url(font.woff2) } q { background: url(gone.png) }");
    folder_.write("css/more/font.woff2", "F");
    folder_.write("img/bg.svg", "<svg><image href='dot.png'/></svg>");
    folder_.write("img/dot.png", "D");
    EXPECT_THAT(
        names("<link rel=stylesheet href=css/card.css>"),
        ElementsAre("css/card.css", "css/more/base.css", "css/more/font.woff2", "img/bg.svg", "img/dot.png"));
    EXPECT_THAT(missing_, ElementsAre("css/more/gone.png"));
}

TEST_F(AssetScanning, ends_where_files_name_each_other) {
    folder_.write("a.css", "@import 'b.css'");
    folder_.write("b.css", "@import 'a.css'");
    EXPECT_THAT(names("<link href='a.css'>"), ElementsAre("a.css", "b.css"));
}

TEST_F(AssetScanning, reads_an_absolute_path_from_the_folder_and_a_script_s_from_there_too) {
    folder_.write("img/a.png", "A");
    folder_.write("js/app.js", "load('img/b.png')");
    folder_.write("img/b.png", "B");
    EXPECT_THAT(names("<img src='/img/a.png'><script src='js/app.js'></script>"),
                ElementsAre("img/a.png", "img/b.png", "js/app.js"));
}

TEST_F(AssetScanning, takes_every_file_that_a_placeholder_may_name) {
    folder_.write("flags/de.svg", "<svg/>");
    folder_.write("flags/fr.svg", "<svg/>");
    folder_.write("flags/readme.txt", "no");
    folder_.write("flags/old/it.svg", "<svg/>");
    folder_.write("icon-a.png", "a");
    EXPECT_THAT(names("<img src='flags/{{ country }}.svg'><img src='icon-{{kind}}.png'>"),
                ElementsAre("flags/de.svg", "flags/fr.svg", "icon-a.png"));
    EXPECT_THAT(names("<img src='flags/{{age}}/{{country}}.svg'>"),
                ElementsAre("flags/de.svg", "flags/fr.svg", "flags/old/it.svg"));
    EXPECT_THAT(names("<img src='{{kind}}.png'>"), ElementsAre("icon-a.png"));
    EXPECT_THAT(names("<h1>{{title}}</h1><img src='{{photo}}'>"), IsEmpty());
    EXPECT_THAT(missing_, IsEmpty());
}

TEST_F(AssetScanning, takes_a_folder_that_a_script_adds_names_to) {
    folder_.write("flags/de.svg", "<svg/>");
    folder_.write("other.svg", "<svg/>");
    EXPECT_THAT(names("<script>x.src = 'flags/' + country + '.svg'; y = './' + z</script>"),
                ElementsAre("flags/de.svg"));
}

TEST_F(AssetScanning, never_leaves_the_folder) {
    folder_.write("../outside-" + folder_.path().filename().string(), "secret");
    const std::string outside = "../outside-" + folder_.path().filename().string();
    std::filesystem::create_symlink(folder_.path() / outside, folder_.path() / "link.png");
    std::filesystem::create_directory_symlink(folder_.path().parent_path(), folder_.path() / "up");
    EXPECT_THAT(names("<img src='" + outside + "'><img src='x/../" + outside +
                      "'><img src=link.png><img src='up/" + outside.substr(3) +
                      "'><img src='up/{{x}}'>"
                      "<img src='%2e%2e/" +
                      outside.substr(3) + "'>"),
                IsEmpty());
    EXPECT_THAT(missing_, testing::Contains("link.png"));
    EXPECT_THAT(missing_, testing::Contains(outside));
    std::filesystem::remove(folder_.path() / outside);
}

TEST_F(AssetScanning, follows_a_link_that_stays_inside) {
    folder_.write("data/a.png", "A");
    std::filesystem::create_symlink("data/a.png", folder_.path() / "a.png");
    EXPECT_THAT(names("<img src=a.png>"), ElementsAre("a.png"));
}

TEST_F(AssetScanning, refuses_more_files_or_bytes_than_the_limits) {
    std::string text;
    for (int i = 0; i < 5; ++i) {
        folder_.write(std::to_string(i) + ".png", "12345678");
        text += "<img src=" + std::to_string(i) + ".png>";
    }
    EXPECT_TRUE(scan_assets(folder_.path(), text, {5, 40}));
    const auto files = scan_assets(folder_.path(), text, {4, 40});
    ASSERT_FALSE(files);
    EXPECT_EQ(files.error().code, base::ErrorCode::too_large);
    EXPECT_EQ(files.error().message, "the template refers to more than 4 files");
    const auto bytes = scan_assets(folder_.path(), text, {5, 39});
    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.error().code, base::ErrorCode::too_large);
}

}  // namespace
}  // namespace placard::render
