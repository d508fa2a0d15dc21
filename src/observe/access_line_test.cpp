#include "observe/access_line.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace placard::observe {
namespace {

using namespace std::chrono;

constexpr base::WallTime moment = sys_days(2026y / November / 23) + 20h + 43min + 7s + 45ms;

std::string line_of(const http::Exchange& exchange, base::WallTime now = moment) {
    AccessLine line;
    std::string out;
    line.append(out, exchange, now);
    return out;
}

TEST(AccessLine, has_all_members_in_their_order) {
    http::Response response;
    response.trace.cache_status = "miss";
    response.trace.card = "challenge";
    response.trace.source = "default";
    response.trace.render_time = 20450us;
    response.trace.fallback_reason = "timeout";
    http::Exchange exchange;
    exchange.response = &response;
    exchange.client = "2001:db8::7";
    exchange.method = "GET";
    exchange.target = "/12-34-10.jpg?v=3";
    exchange.bytes = 123456;
    exchange.duration = 3001042us;
    EXPECT_EQ(line_of(exchange),
              R"({"time":"2026-11-23T20:43:07.045Z","client":"2001:db8::7","method":"GET",)"
              R"("target":"/12-34-10.jpg?v=3","status":200,"bytes":123456,"ms":3001.042,"cache":"miss",)"
              R"("card":"challenge","source":"default","render_ms":20.450,"fallback":"timeout"})"
              "\n");
}

TEST(AccessLine, leaves_out_what_does_not_apply) {
    http::Response response;
    response.status = 400;
    http::Exchange exchange;
    exchange.response = &response;
    exchange.client = "192.0.2.1";
    exchange.duration = 999ns;
    EXPECT_EQ(line_of(exchange),
              R"({"time":"2026-11-23T20:43:07.045Z","client":"192.0.2.1","status":400,"bytes":0,"ms":0.000})"
              "\n");
}

TEST(AccessLine, is_one_line_of_json_whatever_the_target) {
    http::Response response;
    http::Exchange exchange;
    exchange.response = &response;
    exchange.method = "G\"T";
    exchange.target = std::string_view("/\xFF\"\n{\\\0", 7);
    const std::string line = line_of(exchange);
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    const auto parsed = nlohmann::json::parse(line);
    EXPECT_EQ(parsed["target"].get<std::string>(), std::string("/\xEF\xBF\xBD\"\n{\\\0", 9));
}

TEST(AccessLine, keeps_time_across_seconds) {
    http::Response response;
    http::Exchange exchange;
    exchange.response = &response;
    AccessLine line;
    const auto time_at = [&](base::WallTime now) {
        std::string out;
        line.append(out, exchange, now);
        return nlohmann::json::parse(out)["time"].get<std::string>();
    };
    EXPECT_EQ(time_at(moment), "2026-11-23T20:43:07.045Z");
    EXPECT_EQ(time_at(moment + 954ms), "2026-11-23T20:43:07.999Z");
    EXPECT_EQ(time_at(moment + 955ms), "2026-11-23T20:43:08.000Z");
    EXPECT_EQ(time_at(sys_days(2024y / February / 29)), "2024-02-29T00:00:00.000Z");
    EXPECT_EQ(time_at(moment), "2026-11-23T20:43:07.045Z");  // clocks are set back
}

}  // namespace
}  // namespace placard::observe
