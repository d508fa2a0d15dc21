// One request as one line of the access log.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>

#include "base/clock.h"
#include "http/server.h"

namespace placard::observe {

// Formats lines by hand, since every request pays for it. Keeps the text of the second it is in. Not
// thread-safe.
class AccessLine {
public:
    // Appends a JSON object, its members as access_log.h lists them, and a line feed.
    void append(std::string& out, const http::Exchange& exchange, base::WallTime now);

private:
    void append_time(std::string& out, base::WallTime now);

    std::optional<std::chrono::sys_seconds> second_;
    std::array<char, 20> second_text_{};  // "2026-11-23T20:43:00." of second_
};

}  // namespace placard::observe
