#include "observe/line_output.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <string>
#include <thread>

#include "observe/log_file.h"
#include "observe/test_files.h"

namespace placard::observe {
namespace {

using std::chrono::milliseconds;

std::string many_lines(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += "line " + std::to_string(i) + '\n';
    return text;
}

TEST(LineOutput, a_pipe_gets_everything_where_somebody_reads) {
    Pipe pipe;
    const std::string text = many_lines(100000);
    std::string got;
    std::jthread reader([&] {
        for (std::string some = pipe.read_some(); !some.empty(); some = pipe.read_some())
            got += some;
    });
    const LineOutcome outcome = LineOutput(pipe.writer()).write(text, std::chrono::minutes(10));
    pipe.close_writer();
    reader.join();
    EXPECT_EQ(outcome.lost, 0u);
    EXPECT_EQ(got, text);
}

TEST(LineOutput, a_pipe_that_nobody_reads_loses_whole_lines_and_holds_up_nobody) {
    Pipe pipe;
    LineOutput output(pipe.writer());
    const std::string text = many_lines(100000);
    const LineOutcome outcome = output.write(text, milliseconds(0));
    EXPECT_EQ(outcome.error, EAGAIN);
    EXPECT_GT(outcome.lost, 0u);

    const std::string got = pipe.read_some(1 << 20);
    EXPECT_EQ(got, text.substr(0, got.size()));
    EXPECT_EQ(got.back(), '\n');
    EXPECT_EQ(lines_of(got).size() + outcome.lost, 100000u);
}

TEST(LineOutput, a_line_that_was_torn_is_ended_before_the_next) {
    Pipe pipe;
    LineOutput output(pipe.writer());
    const std::string huge = std::string(std::size_t{1} << 21, 'x') + '\n';  // longer than the pipe
    const LineOutcome outcome = output.write(huge, milliseconds(0));
    EXPECT_EQ(outcome.lost, 1u);
    const std::string torn = pipe.read_some(1 << 21);
    EXPECT_EQ(torn.find('\n'), std::string::npos);
    EXPECT_EQ(output.write("next\n", milliseconds(0)).lost, 0u);
    EXPECT_EQ(pipe.read_some(), "\nnext\n");
}

TEST(LineOutput, a_reader_that_has_gone_is_an_error) {
    std::signal(SIGPIPE, SIG_IGN);
    Pipe pipe;
    pipe.close_reader();
    const LineOutcome outcome = LineOutput(pipe.writer()).write("a\nb\n", milliseconds(0));
    EXPECT_EQ(outcome.error, EPIPE);
    EXPECT_EQ(outcome.lost, 2u);
}

TEST(LineOutput, a_full_disk_is_an_error) {
    const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    ASSERT_GE(full, 0);
    const LineOutcome outcome = LineOutput(full).write("a\nb\nc\n", milliseconds(0));
    close(full);
    EXPECT_EQ(outcome.error, ENOSPC);
    EXPECT_EQ(outcome.lost, 3u);
}

TEST(LogFile, appends_to_what_is_there) {
    const base::TestFolder folder;
    LogFile::open(folder.path() / "log")->write("one\n", milliseconds(0));
    LogFile::open(folder.path() / "log")->write("two\n", milliseconds(0));
    EXPECT_EQ(content_of(folder.path() / "log"), "one\ntwo\n");
}

TEST(LogFile, opens_its_name_anew_after_it_was_moved_away_or_removed) {
    const base::TestFolder folder;
    LogFile file = LogFile::open(folder.path() / "log").value();
    file.write("one\n", milliseconds(0));
    std::filesystem::rename(folder.path() / "log", folder.path() / "log.1");
    file.write("two\n", milliseconds(0));
    ASSERT_TRUE(file.follow_rotation());
    file.write("three\n", milliseconds(0));
    EXPECT_EQ(content_of(folder.path() / "log.1"), "one\ntwo\n");
    EXPECT_EQ(content_of(folder.path() / "log"), "three\n");

    std::filesystem::remove(folder.path() / "log");
    ASSERT_TRUE(file.follow_rotation());
    file.write("four\n", milliseconds(0));
    EXPECT_EQ(content_of(folder.path() / "log"), "four\n");
}

TEST(LogFile, goes_on_with_the_old_file_where_its_name_can_not_be_opened) {
    const base::TestFolder folder;
    LogFile file = LogFile::open(folder.path() / "log").value();
    std::filesystem::rename(folder.path() / "log", folder.path() / "log.1");
    std::filesystem::create_directory(folder.path() / "log");
    EXPECT_FALSE(file.follow_rotation());
    EXPECT_EQ(file.write("one\n", milliseconds(0)).lost, 0u);
    EXPECT_EQ(content_of(folder.path() / "log.1"), "one\n");
}

TEST(LogFile, that_can_not_be_opened_is_unavailable) {
    const base::TestFolder folder;
    const auto file = LogFile::open(folder.path() / "none" / "log");
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, base::ErrorCode::unavailable);
    EXPECT_NE(file.error().message.find("none/log"), std::string::npos);
}

}  // namespace
}  // namespace placard::observe
