#include "store/object_key.h"

#include <gtest/gtest.h>

namespace placard::store {
namespace {

TEST(ObjectKey, allows_dots_but_not_the_two_names_that_mean_folders) {
    EXPECT_TRUE(check_key("..."));
    EXPECT_TRUE(check_key(".a/b..c"));
    EXPECT_FALSE(check_key("."));
    EXPECT_FALSE(check_key("a/.."));
}

TEST(ObjectKey, has_limits_of_200_a_segment_and_900_in_all) {
    const std::string segment(200, 'a');
    EXPECT_TRUE(check_key(segment));
    EXPECT_FALSE(check_key(segment + "a"));
    const std::string four = segment + "/" + segment + "/" + segment + "/" + segment + "/";
    EXPECT_TRUE(check_key(four + std::string(96, 'b')));
    EXPECT_FALSE(check_key(four + std::string(97, 'b')));
}

TEST(ObjectKey, allows_no_character_but_those_named) {
    for (int c = 0; c < 256; ++c) {
        const auto character = static_cast<char>(c);
        const bool good =
            (c < 128 && std::isalnum(c)) || std::string_view("-_.~").find(character) != std::string::npos;
        EXPECT_EQ(check_key(std::string("a") + character + "b").has_value(), good || character == '/') << c;
    }
}

}  // namespace
}  // namespace placard::store
