#include "observe/access_log.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "observe/test_files.h"

namespace placard::observe {
namespace {

// Tells the log of an exchange for this target.
void finish(AccessLog& log, std::string_view target) {
    http::Response response;
    http::Exchange exchange;
    exchange.response = &response;
    exchange.client = "192.0.2.1";
    exchange.method = "GET";
    exchange.target = target;
    log.finished(exchange);
}

TEST(AccessLog, writes_all_lines_at_the_end) {
    const base::TestFolder folder;
    EventLog events;
    {
        const auto log = AccessLog::create(folder.path() / "access.log", events).value();
        finish(*log, "/1.jpg");
        finish(*log, "/2.jpg");
    }
    const auto lines = lines_of(content_of(folder.path() / "access.log"));
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(nlohmann::json::parse(lines[0])["target"], "/1.jpg");
    EXPECT_EQ(nlohmann::json::parse(lines[1])["target"], "/2.jpg");
    EXPECT_TRUE(events.lines().empty());
}

TEST(AccessLog, does_not_wait_for_the_end) {
    const base::TestFolder folder;
    EventLog events;
    const auto log = AccessLog::create(folder.path() / "access.log", events).value();
    finish(*log, "/1.jpg");
    while (content_of(folder.path() / "access.log").empty())
        std::this_thread::yield();
}

TEST(AccessLog, a_million_lines_of_four_threads_are_all_there_and_whole) {
    constexpr int threads = 4;
    constexpr int each = 250'000;
    const base::TestFolder folder;
    EventLog events;
    {
        const auto log = AccessLog::create(folder.path() / "access.log", events).value();
        std::vector<std::jthread> servers;
        for (int thread = 0; thread < threads; ++thread) {
            servers.emplace_back([&log, thread] {
                for (int i = 0; i < each; ++i)
                    finish(*log, "/" + std::to_string(thread) + "-" + std::to_string(i));
            });
        }
    }
    // Of each thread all lines are there, in their order.
    std::vector<int> next(threads, 0);
    std::ifstream file(folder.path() / "access.log");
    for (std::string line; std::getline(file, line);) {
        const std::size_t target = line.find("\"target\":\"/");
        ASSERT_NE(target, std::string::npos) << line;
        ASSERT_TRUE(line.starts_with("{\"time\":\"") && line.ends_with('}')) << line;
        const int thread = line[target + 11] - '0';
        ASSERT_TRUE(thread >= 0 && thread < threads) << line;
        ASSERT_EQ(std::stoi(line.substr(target + 13)), next[static_cast<std::size_t>(thread)]++) << line;
    }
    EXPECT_EQ(next, std::vector<int>(threads, each));
    EXPECT_TRUE(events.lines().empty());
}

TEST(AccessLog, goes_on_in_a_new_file_after_rotation) {
    const base::TestFolder folder;
    EventLog events;
    const auto log = AccessLog::create(folder.path() / "access.log", events).value();
    finish(*log, "/before");
    while (content_of(folder.path() / "access.log").empty())
        std::this_thread::yield();
    std::filesystem::rename(folder.path() / "access.log", folder.path() / "access.log.1");
    while (!std::filesystem::exists(folder.path() / "access.log"))
        std::this_thread::yield();
    finish(*log, "/after");
    while (content_of(folder.path() / "access.log").empty())
        std::this_thread::yield();
    EXPECT_NE(content_of(folder.path() / "access.log.1").find("/before"), std::string::npos);
    EXPECT_NE(content_of(folder.path() / "access.log").find("/after"), std::string::npos);
}

TEST(AccessLog, a_full_disk_loses_lines_and_says_so_once) {
    EventLog events;
    {
        const auto log = AccessLog::create("/dev/full", events).value();
        for (int i = 0; i < 5; ++i)
            finish(*log, "/lost");
        while (events.lines().empty())
            std::this_thread::yield();
        for (int i = 0; i < 5; ++i)
            finish(*log, "/lost");
    }
    EXPECT_EQ(events.lines(), (std::vector<std::string>{"access_log_lost", "access_log_ended lost=10"}));
}

TEST(AccessLog, a_reader_that_stands_still_costs_lines_and_no_request_waits_for_it) {
    const base::TestFolder folder;
    ASSERT_EQ(mkfifo((folder.path() / "fifo").c_str(), 0600), 0);
    const int reader = open((folder.path() / "fifo").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    ASSERT_GE(reader, 0);
    EventLog events;
    {
        const auto log = AccessLog::create(folder.path() / "fifo", events).value();
        const std::string target(1000, 'x');
        for (int i = 0; i < 5000; ++i)
            finish(*log, target);
    }
    close(reader);
    ASSERT_EQ(events.lines().size(), 2u);
    EXPECT_EQ(events.lines()[0], "access_log_lost");
    EXPECT_TRUE(events.lines()[1].starts_with("access_log_ended lost=4")) << events.lines()[1];
}

TEST(AccessLog, a_file_that_can_not_be_opened_is_an_error_at_the_start) {
    EventLog events;
    const auto log = AccessLog::create("/nowhere/access.log", events);
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, base::ErrorCode::unavailable);
}

}  // namespace
}  // namespace placard::observe
