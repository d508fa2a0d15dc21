#include "render/installed_fonts.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <vector>

#include "base/test_folder.h"

namespace placard::render {
namespace {

namespace fs = std::filesystem;

// A fontconfig of its own, with fonts that are copies of the machine's.
class InstalledFonts : public testing::Test {
protected:
    void SetUp() override {
        for (const auto& entry : fs::recursive_directory_iterator("/usr/share/fonts")) {
            const std::string extension = entry.path().extension().string();
            if (entry.is_regular_file() && (extension == ".ttf" || extension == ".otf"))
                fonts_.push_back(entry.path());
            if (fonts_.size() == 2) break;
        }
        if (fonts_.size() < 2) GTEST_SKIP() << "this machine has no two fonts to copy";
    }
    void TearDown() override { unsetenv("FONTCONFIG_FILE"); }

    std::string fingerprint_with(const std::string& folder) {
        const fs::path configuration = folder_.write(
            "fonts.conf", "<fontconfig><dir>" + (folder_.path() / folder).string() + "</dir><cachedir>" +
                              (folder_.path() / "cache").string() + "</cachedir></fontconfig>");
        setenv("FONTCONFIG_FILE", configuration.c_str(), 1);
        return installed_fonts_fingerprint();
    }

    void copy(std::size_t font, const std::string& to) const {
        fs::create_directories((folder_.path() / to).parent_path());
        fs::copy_file(fonts_[font], folder_.path() / to, fs::copy_options::overwrite_existing);
    }

    base::TestFolder folder_;
    std::vector<fs::path> fonts_;
};

TEST_F(InstalledFonts, have_the_same_fingerprint_wherever_they_lie) {
    copy(0, "here/a.ttf");
    copy(1, "here/b.ttf");
    copy(1, "there/x/b.ttf");
    copy(0, "there/y/z/a.ttf");
    EXPECT_EQ(fingerprint_with("here"), fingerprint_with("there"));
}

TEST_F(InstalledFonts, have_another_fingerprint_with_one_more_one_less_or_none) {
    copy(0, "one/a.ttf");
    copy(0, "two/a.ttf");
    copy(1, "two/b.ttf");
    fs::create_directories(folder_.path() / "none");
    const std::string one = fingerprint_with("one");
    const std::string two = fingerprint_with("two");
    const std::string none = fingerprint_with("none");
    EXPECT_NE(one, two);
    EXPECT_NE(one, none);
    EXPECT_NE(two, none);
    EXPECT_EQ(one.size(), 64U);
}

TEST(InstalledFontsOfThisMachine, have_a_stable_fingerprint) {
    EXPECT_EQ(installed_fonts_fingerprint(), installed_fonts_fingerprint());
}

}  // namespace
}  // namespace placard::render
