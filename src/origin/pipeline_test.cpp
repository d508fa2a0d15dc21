#include "origin/pipeline.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "origin/test_cards.h"
#include "origin/test_fakes.h"
#include "render/mock_renderer.h"
#include "store/memory_store.h"

namespace placard::origin {
namespace {

using base::ErrorCode;
using std::chrono::milliseconds;

base::Deadline far() {
    return base::Deadline::after(std::chrono::minutes(10));
}
base::Deadline near() {
    return base::Deadline::after(milliseconds(20));
}

// A pipeline over a scripted store and renderer, one worker, two jobs may wait.
class PipelineTest : public testing::Test {
protected:
    PipelineTest()
        : catalogue_({shared(page_card())}),
          sources_(CardSources::create(catalogue_.cards(), {"engine 1", "fonts 1", ""}).value()) {
        options_.store_timeout = std::chrono::minutes(10);
    }
    ~PipelineTest() override {
        store_.hold_gets(false);
        store_.hold_puts(false);
        renderer_.release();
    }

    Pipeline& pipeline() {
        if (!pipeline_) pipeline_ = std::make_unique<Pipeline>(store_, queue_, sources_, options_, log_);
        return *pipeline_;
    }
    card::CardAddress address(int n = 1) const { return catalogue_.find_id(std::to_string(n)).value(); }
    Answer fetch(int n = 1, base::Deadline deadline = far()) {
        Answer answer;
        pipeline().fetch(address(n), deadline, answer.callback());
        return answer;
    }

    ScriptedStore store_;
    render::MockRenderer renderer_;
    RecordingLog log_;
    card::Catalogue catalogue_;
    CardSources sources_;
    PipelineOptions options_;
    render::AdmissionQueue queue_{renderer_, 1, 2};
    std::unique_ptr<Pipeline> pipeline_;
};

TEST_F(PipelineTest, draws_what_the_store_does_not_have_and_saves_it) {
    const PictureResult drawn = fetch().get();
    ASSERT_TRUE(drawn);
    EXPECT_EQ(drawn->provenance, Provenance::render);
    EXPECT_EQ(drawn->object.body.view(), "mock picture");
    EXPECT_TRUE(drawn->store_time && drawn->queue_time && drawn->render_time);

    ASSERT_TRUE(pipeline().flush(far()));
    const PictureResult stored = fetch().get();
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->provenance, Provenance::store);
    EXPECT_FALSE(stored->render_time);
    EXPECT_EQ(renderer_.draws(), 1u);
    EXPECT_EQ(pipeline().statistics().store_hits, 1u);
    EXPECT_EQ(pipeline().statistics().saved, 1u);
}

TEST_F(PipelineTest, says_of_a_fresh_picture_what_the_store_will_say) {
    store::MemoryStore store;
    Pipeline over_a_real_one(store, queue_, sources_, options_, log_);
    const auto get = [&] {
        Answer answer;
        over_a_real_one.fetch(address(), far(), answer.callback());
        return answer.get().value();
    };
    const Picture drawn = get();
    ASSERT_TRUE(over_a_real_one.flush(far()));
    const Picture stored = get();
    ASSERT_EQ(stored.provenance, Provenance::store);
    EXPECT_EQ(drawn.object.info.etag, stored.object.info.etag);
    EXPECT_EQ(drawn.object.info.content_type, stored.object.info.content_type);
    EXPECT_EQ(drawn.object.info.content_type, "image/jpeg");
    EXPECT_EQ(drawn.object.info.cache_control, stored.object.info.cache_control);
    EXPECT_EQ(drawn.object.info.cache_control,
              "public, max-age=31536000, stale-while-revalidate=86400, stale-if-error=604800");
    EXPECT_EQ(drawn.object.info.size, stored.object.info.size);
}

TEST_F(PipelineTest, keeps_a_picture_under_its_card_fingerprint_and_id) {
    fetch(7).get();
    ASSERT_TRUE(pipeline().flush(far()));
    const std::string key = "challenge/" + sources_.fingerprint_of(*catalogue_.cards()[0]) + "/7.jpg";
    EXPECT_EQ(pipeline().key_of(address(7)), key);
    EXPECT_TRUE(store_.objects().contains(key));
}

TEST_F(PipelineTest, a_thousand_who_ask_at_once_cost_one_look_up_and_one_render) {
    constexpr int threads = 8;
    constexpr int each = 125;
    store_.hold_gets(true);  // so that all are there before the first answer
    pipeline();
    std::vector<Answer> answers(threads * each);
    std::latch start(threads);
    std::vector<std::jthread> clients;
    for (int t = 0; t < threads; ++t) {
        clients.emplace_back([&, t] {
            start.arrive_and_wait();
            for (int i = 0; i < each; ++i) {
                pipeline().fetch(address(), far(),
                                 answers[static_cast<std::size_t>(t * each + i)].callback());
            }
        });
    }
    clients.clear();
    store_.hold_gets(false);

    for (const Answer& answer : answers) {
        const PictureResult result = answer.get();
        ASSERT_TRUE(result);
        EXPECT_EQ(result->object.body.view(), "mock picture");
    }
    pipeline().stop();
    for (const Answer& answer : answers)
        EXPECT_EQ(answer.calls(), 1u);
    EXPECT_EQ(store_.gets(), 1u);
    EXPECT_EQ(renderer_.draws(), 1u);
    EXPECT_EQ(pipeline().statistics().joined, 999u);
}

TEST_F(PipelineTest, is_drawn_once_however_requests_and_landings_meet) {
    constexpr int threads = 4;
    pipeline();
    std::atomic<int> failures{0};
    std::vector<std::jthread> clients;
    for (int t = 0; t < threads; ++t) {
        clients.emplace_back([&] {
            for (int n = 1; n <= 200; ++n) {
                Answer answer;
                pipeline().fetch(address(n), far(), answer.callback());
                if (!answer.get()) ++failures;
            }
        });
    }
    clients.clear();
    EXPECT_EQ(failures, 0);
    EXPECT_EQ(renderer_.draws(), 200u);
}

TEST_F(PipelineTest, answers_from_memory_while_the_save_is_under_way) {
    store_.hold_puts(true);
    ASSERT_TRUE(fetch().get());
    store_.wait_for_puts(1);
    const PictureResult again = fetch().get();
    ASSERT_TRUE(again);
    EXPECT_EQ(again->provenance, Provenance::pending_save);
    EXPECT_EQ(again->object.body.view(), "mock picture");
    EXPECT_EQ(store_.gets(), 1u);
    EXPECT_EQ(pipeline().statistics().unsaved_bytes, 12u);
    EXPECT_FALSE(pipeline().flush(near()));

    store_.hold_puts(false);
    EXPECT_TRUE(pipeline().flush(far()));
    EXPECT_EQ(pipeline().statistics().unsaved_bytes, 0u);
}

TEST_F(PipelineTest, one_waiters_deadline_does_not_end_the_flight_of_the_others) {
    renderer_.hold();
    const Answer patient = fetch(1, far());
    const Answer hasty = fetch(1, near());
    const PictureResult too_late = hasty.get();
    ASSERT_FALSE(too_late);
    EXPECT_EQ(too_late.error().code, ErrorCode::timeout);
    EXPECT_EQ(patient.calls(), 0u);

    renderer_.release();
    EXPECT_TRUE(patient.get());
    pipeline().stop();
    EXPECT_EQ(hasty.calls(), 1u);
    EXPECT_EQ(pipeline().statistics().joined, 0u);  // the one who joined was not answered by the flight
}

TEST_F(PipelineTest, a_flight_that_was_too_late_for_its_first_is_begun_anew_by_the_next) {
    store_.hold_gets(true);
    const Answer hasty = fetch(1, near());
    const Answer patient = fetch(1, far());
    ASSERT_FALSE(hasty.get());
    store_.hold_gets(false);
    EXPECT_EQ(patient.get().error().code, ErrorCode::timeout);
    EXPECT_TRUE(fetch(1, far()).get());
}

TEST_F(PipelineTest, a_picture_whose_save_was_given_up_is_drawn_again) {
    options_.save_attempts = 1;
    store_.fail_puts(1, error_of(ErrorCode::unavailable));
    ASSERT_TRUE(fetch().get());
    ASSERT_TRUE(pipeline().flush(far()));
    EXPECT_EQ(pipeline().statistics().save_failures, 1u);
    EXPECT_EQ(log_.lines("save_failed").size(), 1u);
    EXPECT_EQ(fetch().get()->provenance, Provenance::render);
    ASSERT_TRUE(pipeline().flush(far()));
    EXPECT_EQ(pipeline().statistics().saved, 1u);
}

TEST_F(PipelineTest, what_would_exceed_the_unsaved_bytes_is_served_and_not_saved) {
    options_.max_unsaved_bytes = 12;  // one mock picture
    store_.hold_puts(true);
    ASSERT_TRUE(fetch(1).get());
    ASSERT_TRUE(fetch(2).get());
    EXPECT_EQ(pipeline().statistics().unsaved_bytes, 12u);
    EXPECT_EQ(pipeline().statistics().save_failures, 1u);
    store_.hold_puts(false);
    ASSERT_TRUE(pipeline().flush(far()));
    EXPECT_EQ(store_.objects().size(), 1u);
}

TEST_F(PipelineTest, cards_are_drawn_but_not_saved_while_the_store_is_down) {
    store_.fail_gets(error_of(ErrorCode::unavailable));
    for (int n = 1; n <= 10; ++n) {
        const PictureResult result = fetch(n).get();
        ASSERT_TRUE(result);
        EXPECT_EQ(result->provenance, Provenance::render);
        EXPECT_FALSE(result->store_time);
    }
    ASSERT_TRUE(pipeline().flush(far()));
    EXPECT_EQ(store_.puts(), 0u);
    EXPECT_EQ(pipeline().statistics().store_failures, 10u);
    EXPECT_EQ(log_.lines("store_failed").size(), 2u);
    EXPECT_EQ(log_.lines("store_down").size(), 1u);
}

TEST_F(PipelineTest, a_store_that_hangs_is_done_without_after_its_time) {
    options_.store_timeout = milliseconds(20);
    store_.hold_gets(true);
    const PictureResult result = fetch().get();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->provenance, Provenance::render);
    EXPECT_EQ(pipeline().statistics().store_failures, 1u);
    store_.hold_gets(false);
    pipeline().stop();
    EXPECT_EQ(store_.puts(), 0u);
    EXPECT_EQ(renderer_.draws(), 1u);
}

TEST_F(PipelineTest, look_ups_past_the_io_queue_are_left_out) {
    options_.io_threads = 1;
    options_.io_queue = 1;
    store_.hold_gets(true);
    const Answer first = fetch(1);
    store_.wait_for_gets(1);
    const Answer second = fetch(2);
    EXPECT_TRUE(fetch(3).get());
    EXPECT_EQ(pipeline().statistics().store_failures, 1u);
    store_.hold_gets(false);
    EXPECT_TRUE(first.get());
    EXPECT_TRUE(second.get());
    EXPECT_TRUE(log_.lines("store_failed").empty());
}

TEST_F(PipelineTest, a_corrupt_object_is_drawn_anew_and_saved) {
    store_.fail_gets(error_of(ErrorCode::corrupt));
    ASSERT_TRUE(fetch().get());
    ASSERT_TRUE(pipeline().flush(far()));
    EXPECT_EQ(store_.puts(), 1u);
}

TEST_F(PipelineTest, a_full_queue_is_the_error_of_whoever_comes_then) {
    renderer_.hold();
    const Answer drawing = fetch(1);
    renderer_.wait_until_drawing(1);
    const std::vector<Answer> waiting{fetch(2), fetch(3)};
    while (queue_.waiting() < 2)
        std::this_thread::yield();
    const PictureResult refused = fetch(4).get();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::overloaded);
    renderer_.release();
    EXPECT_TRUE(drawing.get());
    EXPECT_TRUE(waiting[0].get());
    EXPECT_TRUE(waiting[1].get());
    EXPECT_EQ(pipeline().statistics().render_failures, 1u);
}

TEST_F(PipelineTest, an_error_is_shared_by_those_who_waited_and_by_nobody_else) {
    renderer_.fail_once_with(error_of(ErrorCode::unavailable));
    renderer_.hold();
    const Answer first = fetch();
    renderer_.wait_until_drawing(1);
    const Answer second = fetch();
    renderer_.release();
    EXPECT_EQ(first.get().error().code, ErrorCode::unavailable);
    EXPECT_EQ(second.get().error().code, ErrorCode::unavailable);
    EXPECT_TRUE(fetch().get());
    EXPECT_EQ(renderer_.draws(), 2u);
    EXPECT_EQ(pipeline().statistics().render_failures, 1u);
}

TEST_F(PipelineTest, a_failed_render_is_not_saved) {
    renderer_.fail_with(error_of(ErrorCode::unavailable));
    ASSERT_FALSE(fetch().get());
    ASSERT_TRUE(pipeline().flush(far()));
    EXPECT_EQ(store_.puts(), 0u);
}

TEST_F(PipelineTest, stopping_during_a_look_up_cancels_who_waits) {
    store_.hold_gets(true);
    const Answer looked_up = fetch(1);
    store_.wait_for_gets(1);
    std::jthread stopper([&] { pipeline().stop(); });
    EXPECT_EQ(looked_up.get().error().code, ErrorCode::cancelled);
    store_.hold_gets(false);
    stopper.join();
    EXPECT_EQ(looked_up.calls(), 1u);
    EXPECT_EQ(renderer_.draws(), 0u);
}

TEST_F(PipelineTest, stopping_during_a_render_cancels_who_waits_and_outlives_its_end) {
    renderer_.hold();
    const Answer drawing = fetch(1);
    renderer_.wait_until_drawing(1);
    pipeline().stop();
    EXPECT_EQ(drawing.get().error().code, ErrorCode::cancelled);
    pipeline_.reset();
    renderer_.release();
    queue_.stop();
    EXPECT_EQ(drawing.calls(), 1u);
}

TEST_F(PipelineTest, stopping_the_queue_first_loses_no_picture) {
    renderer_.hold();
    const Answer drawing = fetch(1);
    renderer_.wait_until_drawing(1);
    renderer_.release();
    queue_.stop();
    pipeline().stop();
    EXPECT_TRUE(drawing.get());
    EXPECT_EQ(store_.objects().size(), 1u);
}

TEST_F(PipelineTest, stopping_during_a_save_finishes_it) {
    store_.hold_puts(true);
    for (int n = 1; n <= 5; ++n)
        ASSERT_TRUE(fetch(n).get());
    store_.wait_for_puts(1);
    std::jthread stopper([&] { pipeline().stop(); });
    store_.hold_puts(false);
    stopper.join();
    EXPECT_EQ(store_.objects().size(), 5u);
}

TEST_F(PipelineTest, after_the_stop_every_request_is_cancelled_at_once) {
    pipeline().stop();
    pipeline().stop();
    const Answer answer = fetch();
    EXPECT_EQ(answer.calls(), 1u);
    EXPECT_EQ(answer.get().error().code, ErrorCode::cancelled);
}

TEST_F(PipelineTest, stopping_among_many_requests_answers_each_once) {
    pipeline();
    std::vector<Answer> answers(400);
    std::latch begun(1);
    std::jthread client([&] {
        for (std::size_t i = 0; i < answers.size(); ++i) {
            pipeline().fetch(address(static_cast<int>(i) + 1), far(), answers[i].callback());
            if (i == 100) begun.count_down();
        }
    });
    begun.wait();
    pipeline().stop();
    client.join();
    queue_.stop();
    for (const Answer& answer : answers)
        EXPECT_EQ(answer.calls(), 1u);
}

}  // namespace
}  // namespace placard::origin
