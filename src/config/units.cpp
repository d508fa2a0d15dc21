#include "config/units.h"

#include <array>
#include <charconv>

namespace placard::config {
namespace {

struct Unit {
    std::string_view name;
    std::uint64_t factor;
};

constexpr std::array duration_units{Unit{"ms", 1}, Unit{"s", 1000}, Unit{"m", 60'000}, Unit{"h", 3'600'000},
                                    Unit{"d", 86'400'000}};
constexpr std::uint64_t max_duration = 36'500 * duration_units.back().factor;

constexpr std::array binary_units{Unit{"B", 1}, Unit{"KiB", std::uint64_t{1} << 10},
                                  Unit{"MiB", std::uint64_t{1} << 20}, Unit{"GiB", std::uint64_t{1} << 30},
                                  Unit{"TiB", std::uint64_t{1} << 40}};
constexpr std::array decimal_units{Unit{"kB", 1000}, Unit{"KB", 1000}, Unit{"MB", 1'000'000},
                                   Unit{"GB", 1'000'000'000}, Unit{"TB", 1'000'000'000'000}};
constexpr std::uint64_t max_size = std::uint64_t{1} << 53;

struct Quantity {
    std::uint64_t number;
    std::string_view unit;
};

// Digits, then the unit, without a space.
std::optional<Quantity> split(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) return std::nullopt;
    return Quantity{number, text.substr(static_cast<std::size_t>(end - text.data()))};
}

template <class Units>
std::optional<std::uint64_t> in_units(const Quantity& quantity, const Units& units, std::uint64_t most) {
    for (const Unit& unit : units) {
        if (unit.name != quantity.unit) continue;
        if (quantity.number > most / unit.factor) return std::nullopt;
        return quantity.number * unit.factor;
    }
    return std::nullopt;
}

template <class Units>
std::string in_largest_unit(std::uint64_t amount, const Units& units) {
    const Unit* largest = &units.front();
    for (const Unit& unit : units) {
        if (amount > 0 && amount % unit.factor == 0) largest = &unit;
    }
    return std::to_string(amount / largest->factor) + std::string(largest->name);
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    const auto quantity = split(text);
    if (!quantity) return std::nullopt;
    const auto amount = in_units(*quantity, duration_units, max_duration);
    if (!amount) return std::nullopt;
    return std::chrono::milliseconds(*amount);
}

std::string format_duration(std::chrono::milliseconds duration) {
    return in_largest_unit(static_cast<std::uint64_t>(duration.count()), duration_units);
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
    const auto quantity = split(text);
    if (!quantity) return std::nullopt;
    if (const auto binary = in_units(*quantity, binary_units, max_size)) return binary;
    return in_units(*quantity, decimal_units, max_size);
}

std::string format_size(std::uint64_t bytes) {
    return in_largest_unit(bytes, binary_units);
}

}  // namespace placard::config
