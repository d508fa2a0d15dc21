#include "browser/base64.h"

#include <array>
#include <cstdint>

namespace placard::browser {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
// Above every 24-bit group, so that one test after four look-ups finds any foreign character among them.
constexpr std::uint32_t foreign = 0x01000000;

// What each character adds to a group in each of its four places.
using Table = std::array<std::array<std::uint32_t, 256>, 4>;

constexpr Table make_table() {
    Table table{};
    for (auto& place : table)
        place.fill(foreign);
    for (std::uint32_t value = 0; value < 64; ++value) {
        for (std::size_t place = 0; place < 4; ++place) {
            table[place][static_cast<unsigned char>(alphabet[value])] = value << (18 - 6 * place);
        }
    }
    return table;
}

constexpr Table table = make_table();

std::uint32_t group_of(const unsigned char* four) {
    return table[0][four[0]] | table[1][four[1]] | table[2][four[2]] | table[3][four[3]];
}

}  // namespace

std::string encode_base64(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::string_view chunk = bytes.substr(at, 3);
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            group = group << 8 | (i < chunk.size() ? static_cast<unsigned char>(chunk[i]) : 0);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            text.push_back(i <= chunk.size() ? alphabet[group >> (18 - 6 * i) & 63] : '=');
        }
    }
    return text;
}

std::optional<std::string> decode_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    if (text.empty()) return std::string();
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
    const std::size_t whole_groups = text.size() / 4 - (padding > 0 ? 1 : 0);

    std::string bytes(whole_groups * 3, '\0');
    const auto* from = reinterpret_cast<const unsigned char*>(text.data());
    char* to = bytes.data();
    std::uint32_t seen = 0;
    for (std::size_t i = 0; i < whole_groups; ++i, from += 4, to += 3) {
        const std::uint32_t group = group_of(from);
        seen |= group;
        to[0] = static_cast<char>(group >> 16);
        to[1] = static_cast<char>(group >> 8);
        to[2] = static_cast<char>(group);
    }
    if (padding > 0) {
        unsigned char last[4] = {from[0], from[1], padding == 2 ? static_cast<unsigned char>('A') : from[2],
                                 'A'};
        const std::uint32_t group = group_of(last);
        seen |= group;
        bytes.push_back(static_cast<char>(group >> 16));
        if (padding == 1) bytes.push_back(static_cast<char>(group >> 8));
    }
    if ((seen & foreign) != 0) return std::nullopt;
    return bytes;
}

}  // namespace placard::browser
