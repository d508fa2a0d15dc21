// The values of TableReader that have a unit: durations and sizes.

#include "config/quote.h"
#include "config/reader.h"
#include "config/units.h"

namespace placard::config {

void TableReader::read(std::string_view key, std::chrono::milliseconds& value,
                       Bounds<std::chrono::milliseconds> bounds) {
    const toml::node* node = find(key);
    if (!node) return;
    const auto* written = node->as_string();
    if (!written) return wrong_type(key, "a duration in quotes, such as \"3s\"", *node);
    const auto duration = parse_duration(written->get());
    if (!duration) {
        return mistake(key, in_quotes(written->get()) +
                                " is not a duration; write a whole number and its unit, ms, s, m, h or d");
    }
    if (*duration < bounds.least || *duration > bounds.greatest) {
        return mistake(key, "must be from " + format_duration(bounds.least) + " to " +
                                format_duration(bounds.greatest) + ", is " + written->get());
    }
    value = *duration;
}

void TableReader::read_seconds(std::string_view key, std::chrono::seconds& value) {
    using std::chrono::milliseconds;
    constexpr milliseconds unset(-1);
    milliseconds duration = unset;
    // RFC 9111 section 1.2.2: a recipient need not understand more than 2^31 seconds; 68 years are enough.
    read(key, duration, {milliseconds(0), std::chrono::hours(24 * 365 * 68)});
    if (duration == unset) return;
    if (duration.count() % 1000 != 0) return mistake(key, "must be a whole number of seconds");
    value = std::chrono::duration_cast<std::chrono::seconds>(duration);
}

void TableReader::read_size(std::string_view key, std::size_t& value, Bounds<std::size_t> bounds) {
    const toml::node* node = find(key);
    if (!node) return;
    std::uint64_t bytes = 0;
    if (const auto* number = node->as_integer()) {
        if (number->get() < 0) return mistake(key, "must not be negative");
        bytes = static_cast<std::uint64_t>(number->get());
    } else if (const auto* written = node->as_string()) {
        const auto size = parse_size(written->get());
        if (!size) {
            return mistake(key, in_quotes(written->get()) +
                                    " is not a size; write a whole number and its unit, as in \"64MB\" or "
                                    "\"64MiB\"");
        }
        bytes = *size;
    } else {
        return wrong_type(key, "a size such as \"64MB\", or a number of bytes", *node);
    }
    if (bytes < bounds.least || bytes > bounds.greatest) {
        return mistake(key, "must be from " + format_size(bounds.least) + " to " +
                                format_size(bounds.greatest) + ", is " + format_size(bytes));
    }
    value = bytes;
}

}  // namespace placard::config
