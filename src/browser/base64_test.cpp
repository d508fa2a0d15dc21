#include "browser/base64.h"

#include <gtest/gtest.h>

namespace placard::browser {
namespace {

// RFC 4648, section 10.
TEST(base64, agrees_with_the_vectors_of_the_rfc_both_ways) {
    const std::pair<std::string_view, std::string_view> vectors[] = {{"", ""},
                                                                     {"f", "Zg=="},
                                                                     {"fo", "Zm8="},
                                                                     {"foo", "Zm9v"},
                                                                     {"foob", "Zm9vYg=="},
                                                                     {"fooba", "Zm9vYmE="},
                                                                     {"foobar", "Zm9vYmFy"}};
    for (const auto& [bytes, text] : vectors) {
        EXPECT_EQ(encode_base64(bytes), text);
        EXPECT_EQ(decode_base64(text), std::string(bytes));
    }
}

TEST(base64, gives_back_every_byte) {
    std::string bytes;
    for (int value = 0; value < 256; ++value)
        bytes.push_back(static_cast<char>(value));
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        const std::string_view part = std::string_view(bytes).substr(0, length);
        EXPECT_EQ(decode_base64(encode_base64(part)), std::string(part));
    }
}

TEST(base64, refuses_what_is_cut_or_has_foreign_characters) {
    for (const std::string_view text :
         {"Z", "Zg", "Zg=", "Zm9v\n", "Zm9*", "====", "Z===", "Zg==Zg==", "Zm 9",
          "Zm\xff"
          "v"}) {
        EXPECT_EQ(decode_base64(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace placard::browser
