#include "browser/template_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/test_folder.h"

namespace placard::browser {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;

ErrorCode code_of(const fs::path& folder, std::string_view path) {
    const auto file = read_template_file(folder, path);
    return file ? ErrorCode::internal : file.error().code;
}

TEST(read_template_file, reads_a_file_of_the_folder_with_its_content_type) {
    const base::TestFolder folder;
    folder.write("card/fonts/A b.WOFF2", "font");
    const auto file = read_template_file(folder.path() / "card", "/fonts/A%20b.WOFF2");
    ASSERT_TRUE(file);
    EXPECT_EQ(file->bytes, "font");
    EXPECT_EQ(file->content_type, "font/woff2");
}

TEST(read_template_file, never_leaves_the_folder) {
    const base::TestFolder folder;
    folder.write("card/card.html", "x");
    folder.write("secret.txt", "secret");
    folder.write("card-other/secret.txt", "secret");
    fs::create_symlink("../secret.txt", folder.path() / "card/link.txt");
    fs::create_directory_symlink("..", folder.path() / "card/up");
    const fs::path card = folder.path() / "card";
    for (const char* path : {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/link.txt",
                             "/up/secret.txt", "/../card-other/secret.txt", "/up/card-other/secret.txt"}) {
        EXPECT_EQ(code_of(card, path), ErrorCode::refused) << path;
    }
    EXPECT_EQ(code_of(card, (folder.path() / "secret.txt").string()), ErrorCode::not_found);
}

TEST(read_template_file, follows_a_link_that_stays_in_the_folder) {
    const base::TestFolder folder;
    folder.write("card/a.css", "p{}");
    fs::create_symlink("a.css", folder.path() / "card/b.css");
    EXPECT_TRUE(read_template_file(folder.path() / "card", "/b.css"));
}

TEST(read_template_file, has_nothing_for_what_is_no_plain_file) {
    const base::TestFolder folder;
    fs::create_directory(folder.path() / "folder");
    ASSERT_EQ(::mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
    for (const char* path : {"/missing.png", "/", "/folder", "/pipe", "/%00", "/%", "/%zz"}) {
        EXPECT_EQ(code_of(folder.path(), path), ErrorCode::not_found) << path;
    }
}

TEST(read_template_file, refuses_a_file_past_the_limit) {
    const base::TestFolder folder;
    folder.write("large.png", "x");
    fs::resize_file(folder.path() / "large.png", max_template_file + 1);
    EXPECT_EQ(code_of(folder.path(), "/large.png"), ErrorCode::too_large);
}

}  // namespace
}  // namespace placard::browser
