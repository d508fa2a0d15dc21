#include "edge/keyed_hash.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace placard::edge {
namespace {

TEST(KeyedHash, is_that_of_its_key_and_its_bytes) {
    const HashSecret secret{1, 2};
    EXPECT_EQ(keyed_hash(secret, "/12-34-10.jpg"), keyed_hash(secret, std::string("/12-34-10.jpg")));
    EXPECT_NE(keyed_hash(secret, "/12-34-10.jpg"), keyed_hash({1, 3}, "/12-34-10.jpg"));
    EXPECT_NE(keyed_hash(secret, "a"), keyed_hash(secret, std::string_view("a\0", 2)));
}

TEST(KeyedHash, spreads_keys_that_differ_little) {
    std::set<std::uint64_t> low_bits;
    for (int i = 0; i < 1000; ++i)
        low_bits.insert(keyed_hash({3, 4}, "/" + std::to_string(i)) & 0xFFFFF);
    EXPECT_GT(low_bits.size(), 990u);
}

TEST(KeyedHash, has_another_secret_each_time) {
    EXPECT_NE(keyed_hash(random_secret(), "a"), keyed_hash(random_secret(), "a"));
}

}  // namespace
}  // namespace placard::edge
