// A set of bytes, for the alphabets of fields.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace placard::card {

class CharacterSet {
public:
    constexpr CharacterSet() = default;
    constexpr explicit CharacterSet(std::string_view characters) {
        for (const char c : characters)
            add(c);
    }
    // Every character that a path may contain but the slash; what a regular expression may begin with.
    static CharacterSet of_segment();

    constexpr void add(char c) { words_[index(c) / 64] |= std::uint64_t{1} << (index(c) % 64); }
    constexpr bool contains(char c) const { return (words_[index(c) / 64] >> (index(c) % 64)) & 1; }

    // The first character, in the order of ASCII, that both sets have.
    std::optional<char> common_with(const CharacterSet& other) const;

    friend constexpr CharacterSet operator|(CharacterSet left, const CharacterSet& right) {
        for (std::size_t i = 0; i < left.words_.size(); ++i)
            left.words_[i] |= right.words_[i];
        return left;
    }

private:
    static constexpr std::size_t index(char c) { return static_cast<unsigned char>(c); }
    std::array<std::uint64_t, 4> words_{};
};

namespace alphabet {
inline constexpr CharacterSet digits{"0123456789"};
inline constexpr CharacterSet lower{"abcdefghijklmnopqrstuvwxyz"};
inline constexpr CharacterSet upper{"ABCDEFGHIJKLMNOPQRSTUVWXYZ"};
inline constexpr CharacterSet slug = lower | digits | CharacterSet("-");
inline constexpr CharacterSet word = lower | upper | digits | CharacterSet("_");
inline constexpr CharacterSet hex = digits | CharacterSet("abcdefABCDEF");
inline constexpr CharacterSet base64url = word | CharacterSet("-");
}  // namespace alphabet

}  // namespace placard::card
