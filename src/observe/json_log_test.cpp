#include "observe/json_log.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <csignal>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "observe/test_files.h"

namespace placard::observe {
namespace {

TEST(JsonLog, writes_one_object_a_line) {
    Pipe pipe;
    const auto log = make_json_log(pipe.writer());
    log->warning("browser_replaced", {{"reason", "crashed"}, {"count", 3}, {"share", 0.5}});
    const std::string line = pipe.read_some();
    std::string golden = R"({"time":"0000-00-00T00:00:00.000Z","level":"warning","event":"browser_replaced",)"
                         R"("reason":"crashed","count":3,"share":0.5})"
                         "\n";
    // The time has its form and whatever digits.
    const std::size_t time = golden.find("0000");
    ASSERT_EQ(line.size(), golden.size()) << line;
    for (std::size_t i = time; golden[i] != '"'; ++i) {
        if (golden[i] == '0' && line[i] >= '0' && line[i] <= '9') golden[i] = line[i];
    }
    EXPECT_EQ(line, golden);
}

TEST(JsonLog, names_the_levels_as_they_are_called) {
    Pipe pipe;
    const auto log = make_json_log(pipe.writer());
    log->info("a");
    EXPECT_EQ(nlohmann::json::parse(pipe.read_some())["level"], "info");
    log->error("a");
    EXPECT_EQ(nlohmann::json::parse(pipe.read_some())["level"], "error");
}

TEST(JsonLog, whatever_the_text_says_it_stays_one_line_of_json) {
    Pipe pipe;
    const auto log = make_json_log(pipe.writer());
    log->info("a{}%v\n",
              {{"de\"tail", "{} %l \n\xFF\""}, {"number", std::numeric_limits<double>::infinity()}});
    const std::string line = pipe.read_some();
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    const auto parsed = nlohmann::json::parse(line);
    EXPECT_EQ(parsed["event"], "a{}%v\n");
    EXPECT_EQ(parsed["de\"tail"], "{} %l \n\xEF\xBF\xBD\"");
    EXPECT_TRUE(parsed["number"].is_null());
}

TEST(JsonLog, long_text_is_cut) {
    Pipe pipe;
    make_json_log(pipe.writer())->info("a", {{"detail", std::string(100000, 'x')}});
    EXPECT_EQ(nlohmann::json::parse(pipe.read_some())["detail"], std::string(2000, 'x') + "…");
}

TEST(JsonLog, lines_of_many_threads_do_not_mix) {
    const base::TestFolder folder;
    const int file = open((folder.path() / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    {
        const auto log = make_json_log(file);
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&] {
                for (int i = 0; i < 500; ++i)
                    log->info("event", {{"i", i}});
            });
        }
    }
    close(file);
    const auto lines = lines_of(content_of(folder.path() / "log"));
    EXPECT_EQ(lines.size(), 2000u);
    for (const std::string& line : lines)
        EXPECT_TRUE(nlohmann::json::accept(line)) << line;
}

TEST(JsonLog, a_reader_that_has_gone_or_stands_still_is_survived) {
    std::signal(SIGPIPE, SIG_IGN);
    Pipe gone;
    gone.close_reader();
    make_json_log(gone.writer())->info("a");

    Pipe still;
    const auto log = make_json_log(still.writer());
    const std::string text(2000, 'x');
    for (int i = 0; i < 40; ++i)
        log->info("a", {{"detail", text}});
    EXPECT_EQ(still.read_some(1 << 20).back(), '\n');
}

}  // namespace
}  // namespace placard::observe
