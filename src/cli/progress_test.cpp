#include "cli/progress.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <string>

namespace placard::cli {
namespace {

using std::chrono::seconds;

TEST(Progress, line_shows_counts_rate_and_time_left) {
    EXPECT_EQ(progress_line({.listed = 200, .drawn = 90, .already_there = 8, .failed = 2}, seconds(10), 10),
              "[=====     ] 100/200  drawn 90  there 8  failed 2  10.0/s  10 s left");
}

TEST(Progress, line_of_an_empty_list_divides_by_nothing) {
    EXPECT_EQ(progress_line({}, seconds(0), 10), "[          ] 0/0  drawn 0  there 0  failed 0  0.0/s");
}

TEST(Progress, line_is_full_at_the_end) {
    EXPECT_EQ(progress_line({.listed = 3, .drawn = 3}, seconds(3), 4),
              "[====] 3/3  drawn 3  there 0  failed 0  1.0/s");
}

TEST(Progress, writes_lines_where_there_is_no_terminal_and_not_too_often) {
    std::FILE* file = std::tmpfile();
    base::ManualClock clock;
    Progress progress(file, clock);
    progress.update({.listed = 1});
    clock.advance(seconds(11));
    progress.update({.listed = 2, .drawn = 1});
    progress.update({.listed = 2, .drawn = 2});
    std::rewind(file);
    char text[512] = {};
    const std::size_t size = std::fread(text, 1, sizeof text, file);
    std::fclose(file);
    const std::string written(text, size);
    EXPECT_EQ(std::count(written.begin(), written.end(), '\n'), 1);
    EXPECT_NE(written.find("1/2"), std::string::npos);
}

}  // namespace
}  // namespace placard::cli
