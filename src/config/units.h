// Durations ("250ms", "3s", "10m", "12h", "365d") and sizes ("64MB", "64MiB") as the configuration writes
// them.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace placard::config {

// A whole number and one of ms, s, m, h, d; a hundred years at most.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);
// In the largest unit that needs no fraction: 90000 is "90s", 60000 is "1m".
std::string format_duration(std::chrono::milliseconds duration);

// A whole number and one of B, kB, KB, MB, GB, TB (powers of 1000) or KiB, MiB, GiB, TiB (of 1024); 2^53 at
// most.
std::optional<std::uint64_t> parse_size(std::string_view text);
// In the largest binary unit that needs no fraction: "64MiB", "1000B".
std::string format_size(std::uint64_t bytes);

}  // namespace placard::config
