#include <gtest/gtest.h>

#include <atomic>

#include "base/clock.h"
#include "base/image_format.h"
#include "base/sha256.h"
#include "base/worker_pool.h"

namespace placard::base {
namespace {

TEST(Sha256, matches_the_standards_example) {
    EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, framing_keeps_pieces_apart) {
    EXPECT_NE(Sha256().update_framed("ab").update_framed("c").finish(),
              Sha256().update_framed("a").update_framed("bc").finish());
}

TEST(ImageFormat, extension_and_content_type_agree) {
    EXPECT_EQ(image_format_from_extension("jpeg"), ImageFormat::jpeg);
    EXPECT_EQ(image_format_from_extension("JPG"), std::nullopt);
    EXPECT_EQ(content_type_of(ImageFormat::avif), "image/avif");
}

TEST(ImageFormat, is_recognized_by_its_first_bytes) {
    EXPECT_EQ(sniff_image_format("\xFF\xD8\xFF\xE0rest"), ImageFormat::jpeg);
    EXPECT_EQ(sniff_image_format(std::string_view("RIFF\0\0\0\0WEBPVP8 ", 16)), ImageFormat::webp);
    EXPECT_EQ(sniff_image_format("<html>"), std::nullopt);
}

TEST(Deadline, counts_down_to_zero_and_no_further) {
    ManualClock clock;
    const Deadline deadline = Deadline::after(std::chrono::seconds(2), clock);
    clock.advance(std::chrono::milliseconds(500));
    EXPECT_EQ(deadline.remaining(clock), std::chrono::milliseconds(1500));
    clock.advance(std::chrono::seconds(5));
    EXPECT_TRUE(deadline.passed(clock));
    EXPECT_EQ(deadline.remaining(clock), Duration::zero());
}

TEST(WorkerPool, runs_what_it_accepted_before_it_stops) {
    std::atomic<int> done = 0;
    {
        WorkerPool pool(2, 100);
        for (int i = 0; i < 50; ++i)
            ASSERT_TRUE(pool.try_submit([&] { ++done; }));
    }
    EXPECT_EQ(done, 50);
}

TEST(WorkerPool, refuses_past_its_capacity) {
    WorkerPool pool(1, 1);
    std::mutex gate;
    gate.lock();
    std::atomic<bool> started = false;
    ASSERT_TRUE(pool.try_submit([&] {
        started = true;
        std::lock_guard lock(gate);
    }));
    while (!started)
        std::this_thread::yield();
    EXPECT_TRUE(pool.try_submit([] {}));
    EXPECT_FALSE(pool.try_submit([] {}));
    gate.unlock();
}

}  // namespace
}  // namespace placard::base
