#include "render/admission_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>
#include <vector>

#include "render/mock_renderer.h"

namespace placard::render {
namespace {

using base::ErrorCode;

RenderJob job_within(base::Duration duration, int width = 1200) {
    return RenderJob{.input = PageInput{"https://a.example/", {}, Ready::load},
                     .width = width,
                     .allowed_hosts = {},
                     .deadline = base::Deadline::after(duration)};
}

RenderJob patient_job(int width = 1200) {
    return job_within(std::chrono::minutes(5), width);
}

// The outcome of one job, to wait for; a second call of `done` ends the test program.
class Outcome {
public:
    std::function<void(RenderOutcome)> done() {
        return [promise = promise_](RenderOutcome outcome) { promise->set_value(std::move(outcome)); };
    }
    RenderOutcome get() { return future_.get(); }
    bool is_there() const { return future_.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }

private:
    std::shared_ptr<std::promise<RenderOutcome>> promise_ = std::make_shared<std::promise<RenderOutcome>>();
    std::future<RenderOutcome> future_ = promise_->get_future();
};

TEST(AdmissionQueue, hands_on_what_the_renderer_returns) {
    MockRenderer renderer;
    renderer.fail_once_with(
        {ErrorCode::unavailable, base::Fault::upstream, base::Retry::yes, "no browser", ""});
    AdmissionQueue queue(renderer, 1, 4);
    Outcome first;
    Outcome second;
    queue.submit(patient_job(), first.done());
    queue.submit(patient_job(), second.done());
    EXPECT_EQ(first.get().image.error().message, "no browser");
    EXPECT_EQ(second.get().image->bytes.view(), "mock picture");
}

TEST(AdmissionQueue, begins_jobs_in_the_order_in_which_they_came) {
    MockRenderer renderer;
    renderer.hold();
    AdmissionQueue queue(renderer, 1, 10);
    std::vector<Outcome> outcomes(5);
    for (int i = 0; i < 5; ++i)
        queue.submit(patient_job(i), outcomes[static_cast<std::size_t>(i)].done());
    renderer.release();
    for (Outcome& outcome : outcomes)
        EXPECT_TRUE(outcome.get().image);
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(renderer.jobs()[static_cast<std::size_t>(i)].width, i);
}

TEST(AdmissionQueue, draws_as_many_at_once_as_it_has_workers) {
    MockRenderer renderer;
    renderer.hold();
    AdmissionQueue queue(renderer, 3, 10);
    std::vector<Outcome> outcomes(8);
    for (Outcome& outcome : outcomes)
        queue.submit(patient_job(), outcome.done());
    renderer.wait_until_drawing(3);
    EXPECT_EQ(queue.drawing(), 3U);
    EXPECT_EQ(queue.waiting(), 5U);
    renderer.release();
    for (Outcome& outcome : outcomes)
        outcome.get();
    EXPECT_EQ(renderer.max_concurrent(), 3U);
    EXPECT_EQ(renderer.draws(), 8U);
}

TEST(AdmissionQueue, refuses_at_once_what_does_not_fit) {
    MockRenderer renderer;
    renderer.hold();
    AdmissionQueue queue(renderer, 1, 2);
    std::vector<Outcome> outcomes(3);
    for (Outcome& outcome : outcomes)
        queue.submit(patient_job(), outcome.done());
    Outcome refused;
    queue.submit(patient_job(), refused.done());
    ASSERT_TRUE(refused.is_there());
    EXPECT_EQ(refused.get().image.error().code, ErrorCode::overloaded);
    renderer.release();
    for (Outcome& outcome : outcomes)
        EXPECT_TRUE(outcome.get().image);
}

TEST(AdmissionQueue, takes_a_job_for_an_idle_worker_even_where_none_may_wait) {
    MockRenderer renderer;
    renderer.hold();
    AdmissionQueue queue(renderer, 1, 0);
    Outcome first;
    Outcome second;
    queue.submit(patient_job(), first.done());
    queue.submit(patient_job(), second.done());
    EXPECT_EQ(second.get().image.error().code, ErrorCode::overloaded);
    renderer.release();
    EXPECT_TRUE(first.get().image);
}

TEST(AdmissionQueue, ends_a_waiting_job_when_its_deadline_passes_and_never_draws_it) {
    MockRenderer renderer;
    renderer.hold();
    AdmissionQueue queue(renderer, 1, 4);
    Outcome held;
    Outcome patient;
    Outcome hurried;
    queue.submit(patient_job(), held.done());
    renderer.wait_until_drawing(1);
    queue.submit(patient_job(), patient.done());
    queue.submit(job_within(std::chrono::milliseconds(10)), hurried.done());
    const RenderOutcome outcome = hurried.get();  // while the only worker is still held
    EXPECT_EQ(outcome.image.error().code, ErrorCode::timeout);
    EXPECT_GE(outcome.waited, std::chrono::milliseconds(9));
    EXPECT_EQ(queue.waiting(), 1U);
    renderer.release();
    EXPECT_TRUE(held.get().image);
    EXPECT_TRUE(patient.get().image);
    EXPECT_EQ(renderer.draws(), 2U);
}

TEST(AdmissionQueue, ends_a_job_at_once_whose_deadline_has_passed_already) {
    MockRenderer renderer;
    AdmissionQueue queue(renderer, 1, 4);
    Outcome late;
    queue.submit(job_within(-std::chrono::seconds(1)), late.done());
    ASSERT_TRUE(late.is_there());
    EXPECT_EQ(late.get().image.error().code, ErrorCode::timeout);
    EXPECT_EQ(renderer.draws(), 0U);
}

TEST(AdmissionQueue, stop_cancels_what_waits_and_lets_what_is_drawn_finish) {
    MockRenderer renderer;
    renderer.hold();
    AdmissionQueue queue(renderer, 1, 4);
    Outcome drawn;
    Outcome waiting;
    queue.submit(patient_job(), drawn.done());
    renderer.wait_until_drawing(1);
    queue.submit(patient_job(), waiting.done());
    std::thread stopping([&] { queue.stop(); });
    EXPECT_EQ(waiting.get().image.error().code, ErrorCode::cancelled);
    EXPECT_FALSE(drawn.is_there());
    Outcome after;
    queue.submit(patient_job(), after.done());
    EXPECT_EQ(after.get().image.error().code, ErrorCode::cancelled);
    renderer.release();
    stopping.join();
    EXPECT_TRUE(drawn.get().image);
    queue.stop();
}

TEST(AdmissionQueue, ends_every_job_exactly_once_under_a_crowd) {
    MockRenderer renderer;
    std::atomic<int> drawn{0};
    std::atomic<int> ended{0};
    constexpr int threads = 4;
    constexpr int each = 500;
    {
        AdmissionQueue queue(renderer, 3, 20);
        std::vector<std::thread> crowd;
        for (int thread = 0; thread < threads; ++thread)
            crowd.emplace_back([&] {
                for (int i = 0; i < each; ++i)
                    queue.submit(job_within(std::chrono::microseconds(50 * (i % 7))),
                                 [&](RenderOutcome outcome) {
                                     ended.fetch_add(1);
                                     if (outcome.image) drawn.fetch_add(1);
                                 });
            });
        crowd[0].join();
        std::thread stopping([&] { queue.stop(); });
        for (int thread = 1; thread < threads; ++thread)
            crowd[static_cast<std::size_t>(thread)].join();
        stopping.join();
    }
    EXPECT_EQ(ended.load(), threads * each);
    EXPECT_LE(drawn.load(), static_cast<int>(renderer.draws()));
}

}  // namespace
}  // namespace placard::render
