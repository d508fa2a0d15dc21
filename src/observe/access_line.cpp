#include "observe/access_line.h"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "observe/json_text.h"

namespace placard::observe {
namespace {

template <class Integer>
void append_number(std::string& out, Integer number) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

// The decimal digits of `number`, as many as there is room.
void put_digits(char* place, std::size_t count, std::uint64_t number) {
    for (std::size_t i = count; i-- > 0; number /= 10)
        place[i] = static_cast<char>('0' + number % 10);
}

// Milliseconds with three decimals.
void append_duration(std::string& out, base::Duration duration) {
    const std::int64_t micros = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
    const std::uint64_t count = micros < 0 ? 0 : static_cast<std::uint64_t>(micros);
    append_number(out, count / 1000);
    std::array<char, 4> decimals{'.'};
    put_digits(decimals.data() + 1, 3, count % 1000);
    out.append(decimals.data(), decimals.size());
}

// `name` comes with its punctuation: ",\"card\":".
void append_text(std::string& out, std::string_view name, std::string_view text) {
    if (text.empty()) return;
    out += name;
    append_json_string(out, text);
}

}  // namespace

void AccessLine::append(std::string& out, const http::Exchange& exchange, base::WallTime now) {
    const http::Response& response = *exchange.response;
    const http::Trace& trace = response.trace;
    out += "{\"time\":\"";
    append_time(out, now);
    out += '"';
    append_text(out, ",\"client\":", exchange.client);
    append_text(out, ",\"method\":", exchange.method);
    append_text(out, ",\"target\":", exchange.target);
    out += ",\"status\":";
    append_number(out, response.status);
    out += ",\"bytes\":";
    append_number(out, exchange.bytes);
    out += ",\"ms\":";
    append_duration(out, exchange.duration);
    append_text(out, ",\"cache\":", trace.cache_status);
    append_text(out, ",\"card\":", trace.card);
    append_text(out, ",\"source\":", trace.source);
    if (trace.render_time) {
        out += ",\"render_ms\":";
        append_duration(out, *trace.render_time);
    }
    append_text(out, ",\"fallback\":", trace.fallback_reason);
    out += "}\n";
}

// RFC 3339 in UTC, with milliseconds.
void AccessLine::append_time(std::string& out, base::WallTime now) {
    using namespace std::chrono;
    const auto second = floor<seconds>(now);
    if (second != second_) {
        second_ = second;
        const auto day = floor<days>(second);
        const year_month_day date(day);
        const hh_mm_ss time(second - day);
        constexpr std::string_view form = "0000-00-00T00:00:00.";
        form.copy(second_text_.data(), form.size());
        char* text = second_text_.data();
        put_digits(text, 4, static_cast<std::uint64_t>(static_cast<int>(date.year())));
        put_digits(text + 5, 2, static_cast<unsigned>(date.month()));
        put_digits(text + 8, 2, static_cast<unsigned>(date.day()));
        put_digits(text + 11, 2, static_cast<std::uint64_t>(time.hours().count()));
        put_digits(text + 14, 2, static_cast<std::uint64_t>(time.minutes().count()));
        put_digits(text + 17, 2, static_cast<std::uint64_t>(time.seconds().count()));
    }
    out.append(second_text_.data(), second_text_.size());
    std::array<char, 4> millis{'0', '0', '0', 'Z'};
    put_digits(millis.data(), 3, static_cast<std::uint64_t>((now - second).count()));
    out.append(millis.data(), millis.size());
}

}  // namespace placard::observe
