// The small parsers: durations, sizes, listen addresses, hosts, suggestions, quoting.

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "config/authority.h"
#include "config/listen_address.h"
#include "config/quote.h"
#include "config/suggestion.h"
#include "config/units.h"

namespace placard::config {
namespace {

using namespace std::chrono_literals;

TEST(Durations, have_a_whole_number_and_a_unit) {
    EXPECT_EQ(parse_duration("250ms"), 250ms);
    EXPECT_EQ(parse_duration("3s"), 3s);
    EXPECT_EQ(parse_duration("10m"), 10min);
    EXPECT_EQ(parse_duration("12h"), 12h);
    EXPECT_EQ(parse_duration("365d"), 365 * 24h);
    EXPECT_EQ(parse_duration("0s"), 0s);
    EXPECT_EQ(parse_duration("36500d"), 36500 * 24h);
    for (const std::string text :
         {"", "3", "s", "3 s", " 3s", "3s ", "-3s", "+3s", "1.5s", "3S", "3w", "3sec", "36501d",
          "99999999999999999999s", "9223372036854775807d", "0x10s", "1e3s"}) {
        EXPECT_EQ(parse_duration(text), std::nullopt) << text;
    }
}

TEST(Durations, are_shown_in_the_largest_unit_that_fits) {
    EXPECT_EQ(format_duration(0ms), "0ms");
    EXPECT_EQ(format_duration(100ms), "100ms");
    EXPECT_EQ(format_duration(90s), "90s");
    EXPECT_EQ(format_duration(60s), "1m");
    EXPECT_EQ(format_duration(48h), "2d");
}

TEST(Sizes, have_a_whole_number_and_a_unit) {
    EXPECT_EQ(parse_size("64MB"), 64'000'000u);
    EXPECT_EQ(parse_size("64MiB"), 67'108'864u);
    EXPECT_EQ(parse_size("1kB"), 1000u);
    EXPECT_EQ(parse_size("1KB"), 1000u);
    EXPECT_EQ(parse_size("1KiB"), 1024u);
    EXPECT_EQ(parse_size("1GiB"), 1'073'741'824u);
    EXPECT_EQ(parse_size("2TB"), 2'000'000'000'000u);
    EXPECT_EQ(parse_size("5B"), 5u);
    for (const std::string text : {"", "64", "MB", "64 MB", "64mb", "-1MB", "1.5GB", "64M", "64MBs",
                                   "99999999999TB", "18446744073709551616B", "9007199254740993B"}) {
        EXPECT_EQ(parse_size(text), std::nullopt) << text;
    }
}

TEST(Sizes, are_shown_in_the_largest_unit_that_fits) {
    EXPECT_EQ(format_size(0), "0B");
    EXPECT_EQ(format_size(1000), "1000B");
    EXPECT_EQ(format_size(std::uint64_t{64} << 20), "64MiB");
}

TEST(ListenAddresses, are_numeric_with_a_port) {
    const auto shown = [](const std::string& text) {
        const auto address = parse_listen_address(text);
        return address ? address->host + " " + std::to_string(address->port) : "refused";
    };
    EXPECT_EQ(shown("127.0.0.1:8080"), "127.0.0.1 8080");
    EXPECT_EQ(shown("[::]:8080"), ":: 8080");
    EXPECT_EQ(shown("[::1]:0"), "::1 0");
    EXPECT_EQ(shown("[::ffff:10.0.0.1]:65535"), "::ffff:10.0.0.1 65535");
    EXPECT_EQ(shown("localhost:8080"), "127.0.0.1 8080");
    for (const std::string text :
         {"", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:+1",
          "127.0.0.1:8080 ", "[::]", "[::]8080", "[::]:", "[]:80", "[127.0.0.1]:80", "::1:8080",
          "[::1]:80:80", "example.com:80", "LOCALHOST:80"}) {
        EXPECT_EQ(shown(text), "refused") << text;
    }
    EXPECT_EQ(shown(std::string("127.0.0.1\0:80", 13)), "refused");
}

TEST(Authorities, are_hosts_with_or_without_a_port_in_lower_case) {
    EXPECT_EQ(canonical_authority("Fonts.Example.COM").value_or(""), "fonts.example.com");
    EXPECT_EQ(canonical_authority("localhost:3000").value_or(""), "localhost:3000");
    EXPECT_EQ(canonical_authority("my_service:80").value_or(""), "my_service:80");
    EXPECT_EQ(canonical_authority("10.0.0.1").value_or(""), "10.0.0.1");
    EXPECT_EQ(canonical_authority("[2001:DB8::1]:443").value_or(""), "[2001:db8::1]:443");
    EXPECT_TRUE(canonical_authority(std::string(63, 'a').append(".example")).has_value());
    EXPECT_FALSE(canonical_authority(std::string(64, 'a').append(".example")).has_value());
    std::string longest;
    while (longest.size() < 250)
        longest += "abcdefg.";
    EXPECT_FALSE(canonical_authority(longest + "example").has_value());
    for (const std::string text : {"",
                                   ".",
                                   "a..b",
                                   "a.",
                                   ".a",
                                   "a:",
                                   "a:0",
                                   "a:65536",
                                   "a:b",
                                   "a b",
                                   "a/b",
                                   "a@b",
                                   "-a",
                                   "a-",
                                   "1.2.3",
                                   "1.2.3.4.5",
                                   "0x7f.1",
                                   "999.1.1.1",
                                   "[::1",
                                   "::1",
                                   "[]",
                                   "[a]",
                                   "https://a",
                                   "*.a",
                                   "*",
                                   "a?b",
                                   "a#b",
                                   "a%41",
                                   "m\xc3\xbcnchen.example"}) {
        EXPECT_FALSE(canonical_authority(text).has_value()) << text;
    }
}

TEST(Suggestions, count_insertions_removals_replacements_and_swaps) {
    EXPECT_EQ(edit_distance("", ""), 0u);
    EXPECT_EQ(edit_distance("path", "path"), 0u);
    EXPECT_EQ(edit_distance("pth", "path"), 1u);
    EXPECT_EQ(edit_distance("paath", "path"), 1u);
    EXPECT_EQ(edit_distance("widht", "width"), 1u);
    EXPECT_EQ(edit_distance("", "path"), 4u);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
}

TEST(Suggestions, are_the_nearest_word_if_one_is_near) {
    const std::vector<std::string> words{"width", "height", "max_age"};
    EXPECT_EQ(nearest_word("widht", words), "width");
    EXPECT_EQ(nearest_word("max-age", words), "max_age");
    EXPECT_EQ(nearest_word("colour", words), std::nullopt);
    EXPECT_EQ(nearest_word("", words), std::nullopt);
    EXPECT_EQ(nearest_word(std::string(1'000'000, 'w'), words), std::nullopt);
}

TEST(Quoting, shortens_and_escapes) {
    EXPECT_EQ(in_quotes("a b"), "\"a b\"");
    EXPECT_EQ(in_quotes("a\nb\x7f"), "\"a\\x0ab\\x7f\"");
    const std::string long_text(80, 'a');
    EXPECT_EQ(in_quotes(long_text + "a"), "\"" + long_text + "…\"");
    EXPECT_EQ(in_quotes(long_text.substr(1) + "éé"), "\"" + long_text.substr(1) + "…\"");
    EXPECT_EQ(listed({"a", "b", "c"}, "or"), "a, b or c");
    EXPECT_EQ(listed({"a"}, "or"), "a");
}

}  // namespace
}  // namespace placard::config
