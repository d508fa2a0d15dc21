#include "edge/frequency_sketch.h"

#include <gtest/gtest.h>

#include "edge/keyed_hash.h"

namespace placard::edge {
namespace {

std::uint64_t key(std::uint64_t number) {
    return keyed_hash({1, 2}, std::to_string(number));
}

TEST(FrequencySketch, counts_up_to_fifteen) {
    FrequencySketch sketch(1024);
    EXPECT_EQ(sketch.estimate(key(1)), 0u);
    for (unsigned i = 1; i <= 20; ++i) {
        sketch.record(key(1));
        EXPECT_EQ(sketch.estimate(key(1)), std::min(i, 15u));
    }
    EXPECT_EQ(sketch.estimate(key(2)), 0u);
}

TEST(FrequencySketch, never_counts_less_than_there_was) {
    FrequencySketch sketch(1024);
    for (std::uint64_t i = 0; i < 1000; ++i) {
        for (std::uint64_t times = 0; times <= i % 5; ++times)
            sketch.record(key(i));
    }
    int exact = 0;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        ASSERT_GE(sketch.estimate(key(i)), i % 5 + 1);
        exact += sketch.estimate(key(i)) == i % 5 + 1;
    }
    EXPECT_GT(exact, 950);
}

TEST(FrequencySketch, lets_the_past_fade) {
    FrequencySketch sketch(1000);
    for (int i = 0; i < 12; ++i)
        sketch.record(key(1));
    for (std::uint64_t i = 0; i < 10000; ++i)
        sketch.record(key(2 + i % 700));
    EXPECT_LE(sketch.estimate(key(1)), 7u);
    EXPECT_GE(sketch.estimate(key(1)), 1u);
}

}  // namespace
}  // namespace placard::edge
