#include "http/date.h"

#include <array>
#include <charconv>
#include <string>

namespace placard::http {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 7> day_names = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 7> long_day_names = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                            "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> month_names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Reads a date from left to right. Once something did not fit, ok() stays false.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    void literal(std::string_view expected) {
        if (rest_.starts_with(expected)) {
            rest_.remove_prefix(expected.size());
        } else {
            ok_ = false;
        }
    }
    // Exactly `count` digits.
    int digits(std::size_t count) {
        int value = 0;
        const std::string_view text = rest_.substr(0, count);
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (text.size() != count || error != std::errc() || end != text.data() + count ||
            text.front() == '-') {
            ok_ = false;
            return 0;
        }
        rest_.remove_prefix(count);
        return value;
    }
    // asctime writes days below ten with a space in front.
    int padded_digits() {
        if (!rest_.starts_with(' ')) return digits(2);
        literal(" ");
        return digits(1);
    }
    template <std::size_t count>
    std::size_t name(const std::array<std::string_view, count>& names) {
        for (std::size_t i = 0; i < count; ++i) {
            if (rest_.starts_with(names[i])) {
                rest_.remove_prefix(names[i].size());
                return i;
            }
        }
        ok_ = false;
        return 0;
    }
    bool finished() const { return ok_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool ok_ = true;
};

struct Parts {
    int year = 0;
    std::size_t month = 0;  // from 0
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
};

void read_time(Scanner& scanner, Parts& parts) {
    parts.hour = scanner.digits(2);
    scanner.literal(":");
    parts.minute = scanner.digits(2);
    scanner.literal(":");
    parts.second = scanner.digits(2);
}

std::optional<base::WallTime> to_time(const Parts& parts) {
    const year_month_day date{std::chrono::year(parts.year),
                              std::chrono::month(static_cast<unsigned>(parts.month + 1)),
                              std::chrono::day(static_cast<unsigned>(parts.day))};
    // 60 is a leap second; it counts as the next minute's first.
    if (!date.ok() || parts.hour > 23 || parts.minute > 59 || parts.second > 60) return std::nullopt;
    return sys_days(date) + std::chrono::hours(parts.hour) + std::chrono::minutes(parts.minute) +
           std::chrono::seconds(parts.second);
}

// "Sun, 06 Nov 1994 08:49:37 GMT"
std::optional<base::WallTime> parse_fixdate(std::string_view text) {
    Scanner scanner(text);
    Parts parts;
    scanner.name(day_names);
    scanner.literal(", ");
    parts.day = scanner.digits(2);
    scanner.literal(" ");
    parts.month = scanner.name(month_names);
    scanner.literal(" ");
    parts.year = scanner.digits(4);
    scanner.literal(" ");
    read_time(scanner, parts);
    scanner.literal(" GMT");
    return scanner.finished() ? to_time(parts) : std::nullopt;
}

// "Sunday, 06-Nov-94 08:49:37 GMT". A year that seems more than 50 years in the future is the last one in the
// past with these two digits (RFC 9110 section 5.6.7).
std::optional<base::WallTime> parse_rfc850(std::string_view text, base::WallTime now) {
    Scanner scanner(text);
    Parts parts;
    scanner.name(long_day_names);
    scanner.literal(", ");
    parts.day = scanner.digits(2);
    scanner.literal("-");
    parts.month = scanner.name(month_names);
    scanner.literal("-");
    const int short_year = scanner.digits(2);
    scanner.literal(" ");
    read_time(scanner, parts);
    scanner.literal(" GMT");
    if (!scanner.finished()) return std::nullopt;

    const int this_year = static_cast<int>(year_month_day(std::chrono::floor<days>(now)).year());
    parts.year = this_year - this_year % 100 + short_year;
    if (parts.year > this_year + 50) parts.year -= 100;
    return to_time(parts);
}

// "Sun Nov  6 08:49:37 1994"
std::optional<base::WallTime> parse_asctime(std::string_view text) {
    Scanner scanner(text);
    Parts parts;
    scanner.name(day_names);
    scanner.literal(" ");
    parts.month = scanner.name(month_names);
    scanner.literal(" ");
    parts.day = scanner.padded_digits();
    scanner.literal(" ");
    read_time(scanner, parts);
    scanner.literal(" ");
    parts.year = scanner.digits(4);
    return scanner.finished() ? to_time(parts) : std::nullopt;
}

void put_digits(char* at, unsigned value, int count) {
    for (int i = count - 1; i >= 0; --i) {
        at[i] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
}

}  // namespace

std::string format_date(base::WallTime time) {
    const sys_days day = std::chrono::floor<days>(time);
    const year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));

    std::string text = "Sun, 01 Jan 1970 00:00:00 GMT";
    day_names[std::chrono::weekday(day).c_encoding()].copy(&text[0], 3);
    put_digits(&text[5], static_cast<unsigned>(date.day()), 2);
    month_names[static_cast<unsigned>(date.month()) - 1].copy(&text[8], 3);
    put_digits(&text[12], static_cast<unsigned>(static_cast<int>(date.year())), 4);
    put_digits(&text[17], static_cast<unsigned>(clock.hours().count()), 2);
    put_digits(&text[20], static_cast<unsigned>(clock.minutes().count()), 2);
    put_digits(&text[23], static_cast<unsigned>(clock.seconds().count()), 2);
    return text;
}

std::optional<base::WallTime> parse_date(std::string_view text, base::WallTime now) {
    if (const auto time = parse_fixdate(text)) return time;
    if (const auto time = parse_rfc850(text, now)) return time;
    return parse_asctime(text);
}

}  // namespace placard::http
