#include "origin/store_gate.h"

#include <gtest/gtest.h>

#include "origin/test_fakes.h"

namespace placard::origin {
namespace {

using base::ErrorCode;

class StoreGateTest : public testing::Test {
protected:
    void fail(std::size_t times, ErrorCode code = ErrorCode::unavailable) {
        for (std::size_t i = 0; i < times; ++i)
            gate_.failed(error_of(code));
    }
    RecordingLog log_;
    base::ManualClock clock_;
    StoreGate gate_{log_, clock_};
};

TEST_F(StoreGateTest, stays_open_for_failures_with_successes_between) {
    for (int i = 0; i < 10; ++i) {
        fail(StoreGate::failures_until_down - 1);
        gate_.succeeded();
    }
    EXPECT_TRUE(gate_.admits());
    EXPECT_TRUE(log_.lines("store_down").empty());
}

TEST_F(StoreGateTest, closes_after_failures_in_a_row_but_for_one_trial_each_interval) {
    fail(StoreGate::failures_until_down);
    EXPECT_FALSE(gate_.admits());
    clock_.advance(StoreGate::trial_interval);
    EXPECT_TRUE(gate_.admits());
    EXPECT_FALSE(gate_.admits());
    fail(1);
    EXPECT_FALSE(gate_.admits());
    EXPECT_EQ(log_.lines("store_down").size(), 1u);
}

TEST_F(StoreGateTest, opens_with_the_first_success) {
    fail(StoreGate::failures_until_down);
    clock_.advance(StoreGate::trial_interval);
    ASSERT_TRUE(gate_.admits());
    gate_.succeeded();
    EXPECT_TRUE(gate_.admits());
    EXPECT_TRUE(gate_.admits());
    EXPECT_EQ(log_.lines("store_up").size(), 1u);
}

TEST_F(StoreGateTest, is_not_closed_by_errors_of_single_objects) {
    fail(10, ErrorCode::invalid);
    EXPECT_TRUE(gate_.admits());
    EXPECT_EQ(log_.lines("store_failed").size(), LineLimit::lines_a_second);
}

}  // namespace
}  // namespace placard::origin
