#include "origin/deadline_timer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <string>

namespace placard::origin {
namespace {

using std::chrono::milliseconds;

TEST(DeadlineTimer, acts_in_the_order_of_the_times) {
    DeadlineTimer timer(base::system_clock());
    const auto now = base::system_clock().now();
    std::string order;
    std::promise<void> last;
    std::promise<void> all_scheduled;
    timer.schedule(now, [&] { all_scheduled.get_future().wait(); });
    timer.schedule(now + milliseconds(3), [&] { last.set_value(); });
    timer.schedule(now + milliseconds(1), [&] { order += 'a'; });
    timer.schedule(now + milliseconds(2), [&] { order += 'b'; });
    all_scheduled.set_value();
    last.get_future().wait();
    EXPECT_EQ(order, "ab");
}

TEST(DeadlineTimer, a_nearer_time_is_not_held_up_by_a_farther_one) {
    DeadlineTimer timer(base::system_clock());
    std::promise<void> near;
    timer.schedule(base::SteadyTime::max(), [] { FAIL() << "the end of time"; });
    timer.schedule(base::system_clock().now() + milliseconds(1), [&] { near.set_value(); });
    near.get_future().wait();
}

TEST(DeadlineTimer, what_is_cancelled_does_not_happen) {
    DeadlineTimer timer(base::system_clock());
    const auto soon = base::system_clock().now() + milliseconds(5);
    std::promise<void> after;
    std::atomic<bool> happened{false};
    const auto ticket = timer.schedule(soon, [&] { happened = true; });
    timer.schedule(soon, [&] { after.set_value(); });
    timer.cancel(ticket);
    after.get_future().wait();
    EXPECT_FALSE(happened);
}

TEST(DeadlineTimer, an_action_may_schedule_the_next) {
    DeadlineTimer timer(base::system_clock());
    std::promise<void> second;
    timer.schedule(base::system_clock().now(),
                   [&] { timer.schedule(base::system_clock().now(), [&] { second.set_value(); }); });
    second.get_future().wait();
}

TEST(DeadlineTimer, drops_what_is_left_at_the_end_and_what_comes_after_it) {
    bool happened = false;
    {
        DeadlineTimer timer(base::system_clock());
        timer.schedule(base::system_clock().now() + std::chrono::hours(1), [&] { happened = true; });
        timer.stop();
        timer.schedule(base::system_clock().now(), [&] { happened = true; });
    }
    EXPECT_FALSE(happened);
}

}  // namespace
}  // namespace placard::origin
