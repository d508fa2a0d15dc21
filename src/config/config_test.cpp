#include "config/config.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <string>

namespace placard::config {
namespace {

using namespace std::chrono_literals;

std::optional<std::string> environment(const std::string& name) {
    return name == "CARD_TOKEN" ? std::optional<std::string>("from-the-environment\n") : std::nullopt;
}

// A folder of its own with one template, removed at the end.
class ConfigTest : public testing::Test {
protected:
    void SetUp() override {
        std::string name = (std::filesystem::temp_directory_path() / "placard-config-XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
        write("card.html", "<p>");
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }
    std::filesystem::path file() const { return folder_ / "placard.toml"; }

    std::filesystem::path folder_;
};

const std::string least = R"(
[store]
path = "cards"
[[card]]
name = "one"
path = "/{n:1..9}"
template = "card.html"
)";

TEST_F(ConfigTest, reads_every_key_of_the_complete_file) {
    const auto config = load("testdata/complete.toml", environment);
    ASSERT_TRUE(config.has_value()) << describe(config.error().front());
    const std::filesystem::path files = std::filesystem::absolute("testdata/files");
    EXPECT_EQ(config->file, std::filesystem::absolute("testdata/complete.toml"));

    const Server& server = config->server;
    ASSERT_EQ(server.listen.size(), 3u);
    EXPECT_EQ(server.listen[0].host, "127.0.0.1");
    EXPECT_EQ(server.listen[0].port, 8081);
    EXPECT_EQ(server.listen[1].host, "::1");
    EXPECT_EQ(server.listen[1].port, 0);
    EXPECT_EQ(server.listen[2].host, "127.0.0.1");
    EXPECT_EQ(server.threads, 3u);
    EXPECT_EQ(server.max_connections, 500u);
    EXPECT_EQ(server.max_target, 1024u);
    EXPECT_EQ(server.max_header, 8192u);
    EXPECT_EQ(server.header_timeout, 5s);
    EXPECT_EQ(server.idle_timeout, 1min);
    EXPECT_EQ(server.write_timeout, 250ms);
    EXPECT_EQ(server.drain_timeout, 0s);
    EXPECT_EQ(server.default_image, files / "default.jpg");

    EXPECT_EQ(config->cache.size, 32u * 1024 * 1024);
    EXPECT_EQ(config->store.kind, StoreKind::filesystem);
    EXPECT_EQ(config->store.path, std::filesystem::absolute("testdata/var/cards"));
    EXPECT_EQ(config->browser.program, "/usr/bin/chromium");
    EXPECT_EQ(config->browser.processes, 4u);
    EXPECT_EQ(config->browser.memory_limit, 2'000'000'000u);
    EXPECT_EQ(config->browser.start_timeout, 30s);
    EXPECT_EQ(config->render.queue, 16u);
    EXPECT_EQ(config->log.access, std::filesystem::absolute("testdata/var/access.log"));
    EXPECT_TRUE(config->log.access_enabled);

    ASSERT_EQ(config->static_files.size(), 2u);
    EXPECT_EQ(config->static_files[0].path, "/");
    EXPECT_EQ(config->static_files[0].source, files / "static/index.html");
    EXPECT_EQ(config->static_files[1].path, "/pages/");
    EXPECT_EQ(config->static_files[1].source, files / "static");
    ASSERT_EQ(config->cards.size(), 3u);
}

TEST_F(ConfigTest, reads_every_key_of_a_template_card) {
    const auto config = load("testdata/complete.toml", environment);
    ASSERT_TRUE(config.has_value());
    const card::Card& card = *config->cards[0];
    const std::filesystem::path files = std::filesystem::absolute("testdata/files");
    EXPECT_EQ(card.name, "challenge");
    EXPECT_EQ(card.pattern.text(), "/{km:1..999}-{days:1..366}-{left:0..366}");
    const auto& source = std::get<card::TemplateSource>(card.source);
    EXPECT_EQ(source.file, files / "card.html");
    EXPECT_TRUE(source.scripts);
    EXPECT_EQ(card.default_image, files / "default.jpg");
    EXPECT_EQ(card.viewport, (card::Viewport{1000, 500, 1.5}));
    EXPECT_EQ(card.quality, 90);
    EXPECT_EQ(card.deadline, 2s);
    EXPECT_EQ(card.allowed_hosts, (std::vector<std::string>{"fonts.example.com", "cdn.example.com:8443",
                                                            "[2001:db8::1]:443", "10.0.0.1"}));
    EXPECT_EQ(card.version, "2024-02");
    EXPECT_EQ(card.lifetimes.max_age, 24h * 30);
    EXPECT_EQ(card.lifetimes.stale_while_revalidate, 12h);
    EXPECT_EQ(card.lifetimes.stale_if_error, 10min);
    EXPECT_EQ(card.lifetimes.fallback_max_age, 1s);
    EXPECT_EQ(card.variables,
              (std::vector<card::Parameter>{{"brand", "Placard"}, {"dark", "true"}, {"founded", "2026"}}));
}

TEST_F(ConfigTest, reads_every_key_of_a_page_card) {
    const auto config = load("testdata/complete.toml", environment);
    ASSERT_TRUE(config.has_value());
    const auto& page = std::get<card::PageSource>(config->cards[1]->source);
    EXPECT_EQ(page.address, "https://cards.internal.example:8443/?social={id}&who={handle}#top");
    EXPECT_EQ(page.token.reveal(), "from-the-environment");
    EXPECT_EQ(page.token_header, "Authorization");
    EXPECT_EQ(page.ready, card::ReadySignal::signal);

    const auto& own = std::get<card::PageSource>(config->cards[2]->source);
    EXPECT_EQ(own.address, "/pages/index.html?n={n}");
    EXPECT_EQ(own.token.reveal(), "from-a-file");
    EXPECT_EQ(own.token_header, "X-Placard-Token");
    EXPECT_EQ(own.ready, card::ReadySignal::idle);
}

TEST_F(ConfigTest, fills_in_the_defaults) {
    const auto config = parse(least, file());
    ASSERT_TRUE(config.has_value()) << describe(config.error().front());
    ASSERT_EQ(config->server.listen.size(), 1u);
    EXPECT_EQ(config->server.listen[0].host, "::");
    EXPECT_EQ(config->server.listen[0].port, 8080);
    EXPECT_EQ(config->server.threads, 0u);
    EXPECT_EQ(config->server.max_target, 2048u);
    EXPECT_EQ(config->server.max_header, 16384u);
    EXPECT_EQ(config->server.default_image, std::nullopt);
    EXPECT_EQ(config->browser.program, "");
    EXPECT_EQ(config->log.access, std::nullopt);
    EXPECT_TRUE(config->log.access_enabled);
    EXPECT_EQ(config->cards[0]->viewport, (card::Viewport{1200, 630, 2}));
    EXPECT_EQ(config->cards[0]->quality, 80);
    EXPECT_EQ(config->cards[0]->deadline, 3s);
    EXPECT_EQ(config->cards[0]->lifetimes.max_age, 24h * 365);
    EXPECT_EQ(config->cards[0]->default_image, std::nullopt);
}

TEST_F(ConfigTest, starts_relative_paths_from_the_folder_of_the_file) {
    const auto config = parse(least, file());
    ASSERT_TRUE(config.has_value());
    EXPECT_EQ(config->store.path, folder_ / "cards");
    EXPECT_EQ(std::get<card::TemplateSource>(config->cards[0]->source).file, folder_ / "card.html");
}

TEST_F(ConfigTest, leaves_the_name_of_a_program_to_the_search_path) {
    const auto named = parse("[browser]\nprogram = \"chromium\"\n" + least, file());
    ASSERT_TRUE(named.has_value());
    EXPECT_EQ(named->browser.program, "chromium");
    const auto relative = parse("[browser]\nprogram = \"bin/chromium\"\n" + least, file());
    ASSERT_TRUE(relative.has_value());
    EXPECT_EQ(relative->browser.program, folder_ / "bin/chromium");
}

TEST_F(ConfigTest, turns_the_access_log_off) {
    const auto config = parse("[log]\naccess = \"off\"\n" + least, file());
    ASSERT_TRUE(config.has_value());
    EXPECT_FALSE(config->log.access_enabled);
}

TEST_F(ConfigTest, loads_the_file_that_it_is_given) {
    write("placard.toml", least);
    EXPECT_TRUE(load(file()).has_value());
}

TEST_F(ConfigTest, says_that_a_file_is_not_there_or_is_none) {
    const auto absent = load(folder_ / "absent.toml");
    ASSERT_FALSE(absent.has_value());
    EXPECT_EQ(describe(absent.error().front()),
              (folder_ / "absent.toml").string() + ": the file is not there");
    const auto folder = load(folder_);
    ASSERT_FALSE(folder.has_value());
    EXPECT_EQ(folder.error().front().message, "is not a file");
}

TEST_F(ConfigTest, refuses_a_file_of_more_than_a_mebibyte) {
    const std::string padding(1024 * 1024 - least.size(), '#');
    write("placard.toml", padding + least);
    EXPECT_TRUE(load(file()).has_value());
    write("placard.toml", "#" + padding + least);
    const auto config = load(file());
    ASSERT_FALSE(config.has_value());
    EXPECT_EQ(config.error().front().message, "the file has more than 1048576 bytes");
}

TEST_F(ConfigTest, refuses_more_than_ten_thousand_cards) {
    std::string text = "[store]\npath = \"c\"\n";
    for (int i = 0; i < 10'000; ++i) {
        const std::string n = std::to_string(i);
        text += "[[card]]\nname='c" + n + "'\npath='/c" + n + "'\npage='/p'\n";
    }
    ASSERT_LT(text.size(), 1024u * 1024);
    const auto config = parse(text, file());
    ASSERT_TRUE(config.has_value()) << describe(config.error().front());
    EXPECT_EQ(config->cards.size(), 10'000u);
    const auto more = parse(text + "[[card]]\nname='x'\npath='/x'\npage='/p'\n", file());
    ASSERT_FALSE(more.has_value());
    EXPECT_EQ(more.error().front().message, "is there 10001 times; 10000 cards are possible");
}

TEST_F(ConfigTest, describes_a_mistake_as_editors_jump_to_it) {
    EXPECT_EQ(describe({"placard.toml", 12, "card[1].path", "is missing"}),
              "placard.toml:12: card[1].path: is missing");
    EXPECT_EQ(describe({"placard.toml", 3, "", "is not TOML"}), "placard.toml:3: is not TOML");
}

TEST_F(ConfigTest, takes_one_newline_from_the_end_of_a_secret_and_no_more) {
    const std::string text =
        "[store]\npath = \"c\"\n[[card]]\nname = \"a\"\npath = \"/a\"\npage = \"/p\"\ntoken = { file = \"t\" "
        "}\n";
    const auto token = [&](const std::string& bytes) -> std::string {
        write("t", bytes);
        const auto config = parse(text, file());
        return config ? std::get<card::PageSource>(config->cards[0]->source).token.reveal() : "(refused)";
    };
    EXPECT_EQ(token("abc"), "abc");
    EXPECT_EQ(token("abc\n"), "abc");
    EXPECT_EQ(token("abc\r\n"), "abc");
    EXPECT_EQ(token("abc\n\n"), "(refused)");
    EXPECT_EQ(token("\n"), "(refused)");
    EXPECT_EQ(token(std::string("a\0b", 3)), "(refused)");
    EXPECT_EQ(token("caf\xc3\xa9"), "(refused)");
    EXPECT_EQ(token(std::string(8192, 'x') + "\r\n"), std::string(8192, 'x'));
    EXPECT_EQ(token(std::string(8193, 'x')), "(refused)");
    EXPECT_EQ(token(std::string(100'000, 'x')), "(refused)");
}

TEST_F(ConfigTest, reads_files_with_the_line_ends_of_other_systems) {
    std::string text = "\xef\xbb\xbf" + least;
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2)) {
        text.replace(at, 1, "\r\n");
    }
    EXPECT_TRUE(parse(text, file()).has_value());
}

TEST_F(ConfigTest, survives_what_is_not_text) {
    for (const std::string& text :
         {std::string("\0", 1), std::string("\xff\xfe"), std::string("a = \"\xff\""),
          std::string(200'000, '['), "a = " + std::string(200'000, '[')}) {
        const auto config = parse(text, file());
        ASSERT_FALSE(config.has_value());
        EXPECT_FALSE(config.error().empty());
    }
}

}  // namespace
}  // namespace placard::config
