#include "observe/json_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace placard::observe {
namespace {

std::string json(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

// The sequences of two bytes (RFC 3629 section 4).
bool is_sequence(int first, int second) {
    return first >= 0xC2 && first <= 0xDF && second >= 0x80 && second <= 0xBF;
}

TEST(JsonText, plain_text_stands_for_itself) {
    EXPECT_EQ(json(""), "\"\"");
    EXPECT_EQ(json("/12-34-10.jpg?v=3&x='~"), "\"/12-34-10.jpg?v=3&x='~\"");
    EXPECT_EQ(json("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80"),
              "\"caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80\"");
}

TEST(JsonText, what_json_must_escape_is_escaped) {
    EXPECT_EQ(json("a\"b\\c"), R"("a\"b\\c")");
    EXPECT_EQ(json("\n\r\t"), R"("\n\r\t")");
    EXPECT_EQ(json(std::string_view("\0\x01\x1F", 3)), R"("\u0000\u0001\u001f")");
}

TEST(JsonText, each_byte_that_is_not_utf8_is_replaced) {
    const std::string r = "\xEF\xBF\xBD";
    EXPECT_EQ(json("a\xFFz"), "\"a" + r + "z\"");
    EXPECT_EQ(json("\x80\xBF"), "\"" + r + r + "\"");
    EXPECT_EQ(json("\xC0\xAF"), "\"" + r + r + "\"");                  // overlong
    EXPECT_EQ(json("\xE0\x80\xAF"), "\"" + r + r + r + "\"");          // overlong
    EXPECT_EQ(json("\xED\xA0\x80"), "\"" + r + r + r + "\"");          // surrogate
    EXPECT_EQ(json("\xF4\x90\x80\x80"), "\"" + r + r + r + r + "\"");  // past U+10FFFF
    EXPECT_EQ(json("\xE2\x82"), "\"" + r + r + "\"");                  // cut off
    EXPECT_EQ(json("\xC3"), "\"" + r + "\"");
    EXPECT_EQ(json("\xE2\"x"), "\"" + r + "\\\"x\"");  // a lead byte does not swallow a quotation mark
}

TEST(JsonText, every_pair_of_bytes_is_json_that_reads) {
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            const std::string text{static_cast<char>(first), static_cast<char>(second)};
            const auto parsed = nlohmann::json::parse(json(text), nullptr, false);
            ASSERT_TRUE(parsed.is_string()) << first << ' ' << second;
            const bool is_ascii = first < 0x80 && second < 0x80;
            ASSERT_EQ(parsed.get<std::string>() == text, is_ascii || is_sequence(first, second));
        }
    }
}

}  // namespace
}  // namespace placard::observe
