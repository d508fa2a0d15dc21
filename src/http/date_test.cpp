#include "http/date.h"

#include <gtest/gtest.h>

namespace placard::http {
namespace {

using namespace std::chrono;

constexpr base::WallTime november_1994 = sys_days(1994y / November / 6) + 8h + 49min + 37s;
constexpr base::WallTime now = sys_days(2026y / November / 23) + 12h;

TEST(Date, is_written_as_imf_fixdate) {
    EXPECT_EQ(format_date(november_1994), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(format_date(november_1994 + 999ms), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(format_date(sys_days(2024y / February / 29)), "Thu, 29 Feb 2024 00:00:00 GMT");
}

TEST(Date, is_read_in_its_three_forms) {
    EXPECT_EQ(parse_date("Sun, 06 Nov 1994 08:49:37 GMT", now), november_1994);
    EXPECT_EQ(parse_date("Sunday, 06-Nov-94 08:49:37 GMT", now), november_1994);
    EXPECT_EQ(parse_date("Sun Nov  6 08:49:37 1994", now), november_1994);
    EXPECT_EQ(parse_date("Wed Nov 16 08:49:37 1994", now), november_1994 + days(10));
}

TEST(Date, of_two_digit_years_is_at_most_fifty_years_ahead) {
    EXPECT_EQ(parse_date("Monday, 06-Nov-76 00:00:00 GMT", now),
              base::WallTime(sys_days(2076y / November / 6)));
    EXPECT_EQ(parse_date("Monday, 06-Nov-77 00:00:00 GMT", now),
              base::WallTime(sys_days(1977y / November / 6)));
}

TEST(Date, survives_writing_and_reading) {
    for (base::WallTime time = sys_days(1970y / January / 1); time < sys_days(2105y / January / 1);
         time += 86399s * 11) {
        ASSERT_EQ(parse_date(format_date(time), now), time);
    }
}

TEST(Date, refuses_everything_else) {
    for (const char* text :
         {"", "now", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC",
          "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
          "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ",
          "Sun, -6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov -994 08:49:37 GMT", "sun, 06 nov 1994 08:49:37 gmt",
          "Sun, 06 Nov 1994 08:49:37 GMTx", "1994-11-06T08:49:37Z"}) {
        EXPECT_EQ(parse_date(text, now), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace placard::http
