#include "edge/static_files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "edge/contained_file.h"
#include "edge/media_types.h"
#include "edge/test_handlers.h"

namespace placard::edge {
namespace {

namespace fs = std::filesystem;

struct StaticFilesTest : testing::Test {
    StaticFilesTest() {
        std::string pattern = (fs::temp_directory_path() / "static-XXXXXX").string();
        root = ::mkdtemp(pattern.data());
        write("secret.txt", "secret");
        write("site/index.html", "start");
        write("site/a b.css", "style");
        write("site/deep/er/index.html", "deeper");
        write("site/.hidden", "hidden");
        write("site/.git/config", "hidden");
        fs::create_symlink(root / "secret.txt", root / "site/link.txt");
        fs::create_directory_symlink(root, root / "site/linked");
        ::mkfifo((root / "site/pipe").c_str(), 0600);
    }
    ~StaticFilesTest() override { fs::remove_all(root); }

    void write(const std::string& name, const std::string& text) {
        fs::create_directories((root / name).parent_path());
        std::ofstream(root / name) << text;
    }
    http::Response ask(const std::string& target) { return call(files, get(target)); }

    fs::path root;
    StaticFiles files{"/pages/", ""};
    void SetUp() override { files = StaticFiles("/pages/", root / "site"); }
};

TEST_F(StaticFilesTest, answers_with_the_file) {
    const http::Response answer = ask("/pages/a%20b.css?x=y");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.representation->body.view(), "style");
    EXPECT_EQ(answer.representation->content_type, "text/css; charset=utf-8");
    EXPECT_EQ(answer.representation->policy.max_age.count(), 0);
    EXPECT_FALSE(answer.representation->policy.no_store);
    EXPECT_TRUE(answer.representation->last_modified.has_value());
    EXPECT_EQ(answer.trace.source, "static");
}

TEST_F(StaticFilesTest, reads_it_anew_each_time) {
    const http::Response before = ask("/pages/");
    write("site/index.html", "changed");
    const http::Response after = ask("/pages/index.html");
    EXPECT_EQ(before.representation->body.view(), "start");
    EXPECT_EQ(after.representation->body.view(), "changed");
    EXPECT_NE(before.representation->etag, after.representation->etag);
}

TEST_F(StaticFilesTest, gives_a_folders_index) {
    EXPECT_EQ(ask("/pages/").representation->body.view(), "start");
    EXPECT_EQ(ask("/pages/deep/er/").representation->body.view(), "deeper");
}

TEST_F(StaticFilesTest, reaches_nothing_else) {
    for (const char* target : {"/pages/nothing",
                               "/pages/../secret.txt",
                               "/pages/%2e%2e/secret.txt",
                               "/pages/..%2fsecret.txt",
                               "/pages/deep/../../secret.txt",
                               "/pages//secret.txt",
                               "/pages//etc/passwd",
                               "/pages/%2fetc/passwd",
                               "/pages/.",
                               "/pages/..",
                               "/pages/link.txt",
                               "/pages/linked/secret.txt",
                               "/pages/.hidden",
                               "/pages/.git/config",
                               "/pages/%2egit/config",
                               "/pages/index.html%00",
                               "/pages/index.html/",
                               "/pages/%",
                               "/pages/%2",
                               "/pages/%zz",
                               "/pages/..\\secret.txt",
                               "/pages/deep",
                               "/pages/deep/",
                               "/pages/pipe",
                               "/elsewhere",
                               "/pages"}) {
        EXPECT_EQ(ask(target).status, 404) << target;
    }
    EXPECT_EQ(ask("/pages/" + std::string(5000, 'a')).status, 404);
}

TEST_F(StaticFilesTest, gives_one_file_under_its_exact_path) {
    StaticFiles one("/", root / "site/index.html");
    EXPECT_EQ(call(one, get("/?x")).representation->body.view(), "start");
    EXPECT_EQ(call(one, get("/index.html")).status, 404);
    EXPECT_EQ(call(one, get("/../secret.txt")).status, 404);
}

TEST_F(StaticFilesTest, does_not_send_what_is_too_large) {
    write("site/large.bin", "");
    fs::resize_file(root / "site/large.bin", 8 * 1024 * 1024);
    EXPECT_EQ(ask("/pages/large.bin").status, 200);
    fs::resize_file(root / "site/large.bin", 8 * 1024 * 1024 + 1);
    EXPECT_EQ(ask("/pages/large.bin").status, 404);
}

TEST(MediaTypes, go_by_the_ending) {
    EXPECT_EQ(media_type_of("a.HTML"), "text/html; charset=utf-8");
    EXPECT_EQ(media_type_of("a.min.js"), "text/javascript; charset=utf-8");
    EXPECT_EQ(media_type_of("a.woff2"), "font/woff2");
    EXPECT_EQ(media_type_of("jpg"), "application/octet-stream");
    EXPECT_EQ(media_type_of("a.unknown"), "application/octet-stream");
}

}  // namespace
}  // namespace placard::edge
