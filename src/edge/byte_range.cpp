#include "edge/byte_range.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "http/ascii.h"

namespace placard::edge {
namespace {

// Digits and nothing else; what is larger than any content stays larger than any content.
std::optional<std::uint64_t> parse_position(std::string_view text) {
    if (text.empty()) return std::nullopt;
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        const auto digit = static_cast<std::uint64_t>(c - '0');
        value = value > (most - digit) / 10 ? most : value * 10 + digit;
    }
    return value;
}

// "-500": the last 500 bytes.
RangeDecision decide_suffix(std::string_view length_text, std::uint64_t size) {
    const std::optional<std::uint64_t> length = parse_position(length_text);
    if (!length) return WholeContent{};
    if (*length == 0 || size == 0) return UnsatisfiableRange{};
    return http::ByteRange{size - std::min(*length, size), size - 1};
}

}  // namespace

RangeDecision decide_range(std::string_view range, std::uint64_t size) {
    constexpr std::string_view unit = "bytes=";
    if (!http::equal_ignoring_case(range.substr(0, unit.size()), unit)) return WholeContent{};
    const std::string_view specification = http::trim(range.substr(unit.size()));
    const std::size_t dash = specification.find('-');
    if (dash == std::string_view::npos) return WholeContent{};
    const std::string_view first_text = specification.substr(0, dash);
    const std::string_view last_text = specification.substr(dash + 1);
    if (first_text.empty()) return decide_suffix(last_text, size);

    const std::optional<std::uint64_t> first = parse_position(first_text);
    if (!first) return WholeContent{};
    std::uint64_t last = std::numeric_limits<std::uint64_t>::max();
    if (!last_text.empty()) {
        const std::optional<std::uint64_t> given = parse_position(last_text);
        if (!given || *given < *first) return WholeContent{};
        last = *given;
    }
    if (*first >= size) return UnsatisfiableRange{};
    return http::ByteRange{*first, std::min(last, size - 1)};
}

}  // namespace placard::edge
