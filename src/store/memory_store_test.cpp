#include "store/memory_store.h"

#include <gtest/gtest.h>

#include <thread>

#include "store/conformance.h"

namespace placard::store {
namespace {

INSTANTIATE_TEST_SUITE_P(Memory, StoreConformance,
                         testing::Values(StoreFactory([] { return std::make_shared<MemoryStore>(); })));

base::Deadline soon() {
    return base::Deadline::after(std::chrono::minutes(1));
}

TEST(MemoryStore, fails_as_often_as_it_is_told_to) {
    MemoryStore store;
    store.fail_next(2, {base::ErrorCode::unavailable, base::Fault::ours, base::Retry::yes, "disk full", ""});
    EXPECT_EQ(store.put("a", base::Blob(), {}, soon()).error().message, "disk full");
    EXPECT_EQ(store.get("a", soon()).error().code, base::ErrorCode::unavailable);
    EXPECT_TRUE(store.put("a", base::Blob(), {}, soon()));
    EXPECT_EQ(store.calls(), 3U);
    EXPECT_EQ(store.size(), 1U);
}

TEST(MemoryStore, holds_calls_until_they_are_released) {
    MemoryStore store;
    store.hold();
    std::thread writer([&] { EXPECT_TRUE(store.put("a", base::Blob(), {}, soon())); });
    store.wait_until_holding(1);
    EXPECT_EQ(store.size(), 0U);
    store.release();
    writer.join();
    EXPECT_EQ(store.size(), 1U);
}

}  // namespace
}  // namespace placard::store
