// Patterns and values made at random: whatever compile() takes, match() finds the values that a path was made
// of.

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "card/pattern.h"

namespace placard::card {
namespace {

// A kind of field and, for each, a way to make one of its values.
class Maker {
public:
    explicit Maker(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t bound) {
        return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
    }

    std::string text(std::string_view alphabet, std::size_t least, std::size_t greatest) {
        std::string made;
        const std::size_t size = least + below(greatest - least + 1);
        while (made.size() < size)
            made += alphabet[below(alphabet.size())];
        return made;
    }

    // The kind's text and one canonical value of it.
    std::pair<std::string, std::string> field() {
        switch (below(9)) {
            case 0:
                return {"0..366", std::to_string(below(367))};
            case 1:
                return {"-20..99", std::to_string(static_cast<int>(below(120)) - 20)};
            case 2:
                return {"1000..9999", std::to_string(1000 + below(9000))};
            case 3:
                return {"slug(1..20)", text("abc123", 1, 9) + "-" + text("xyz789", 1, 9)};
            case 4:
                return {"word(2..6)", text("aZ_9", 2, 6)};
            case 5:
                return {"hex(8..8)", text("0123456789abcdef", 8, 8)};
            case 6:
                return {"date", "20" + text("0123456789", 2, 2) + "-0" + text("123456789", 1, 1) + "-1" +
                                    text("0123456789", 1, 1)};
            case 7:
                return {"en|de|de-at|x", std::vector<std::string>{"en", "de", "de-at", "x"}[below(4)]};
            default:
                return {"regex([A-Z]+)", text("ABCXYZ", 1, 5)};
        }
    }

private:
    std::mt19937 random_;
};

TEST(PatternProperty, every_pattern_that_compiles_finds_the_values_that_a_path_was_made_of) {
    Maker maker(20240229);
    const std::vector<std::string> separators{"", "-", "/", "_", "~", "/v1.0/", "x", "5", "--"};
    std::size_t taken = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string pattern_text = "/";
        std::string path = "/";
        std::vector<std::string> values;
        const std::size_t fields = 1 + maker.below(4);
        for (std::size_t i = 0; i < fields; ++i) {
            const std::string& separator = i == 0 ? "" : separators[maker.below(separators.size())];
            const auto [kind, value] = maker.field();
            pattern_text += separator + "{f" + std::to_string(i) + ":" + kind + "}";
            path += separator + value;
            values.push_back(value);
        }
        const auto pattern = Pattern::compile(pattern_text);
        if (!pattern) continue;
        ++taken;
        SCOPED_TRACE(pattern_text + " with " + path);
        const auto match = pattern->match(path);
        ASSERT_TRUE(match.has_value());
        EXPECT_EQ("/" + match->id, path);
        ASSERT_EQ(match->parameters.size(), values.size());
        for (std::size_t i = 0; i < values.size(); ++i)
            EXPECT_EQ(match->parameters[i].value, values[i]);
    }
    EXPECT_GT(taken, 5'000u);
}

}  // namespace
}  // namespace placard::card
