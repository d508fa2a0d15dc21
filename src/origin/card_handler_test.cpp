#include "origin/card_handler.h"

#include <gtest/gtest.h>

#include <boost/asio.hpp>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "base/test_folder.h"
#include "origin/fetch_picture.h"
#include "origin/test_cards.h"
#include "origin/test_fakes.h"
#include "render/mock_renderer.h"

namespace placard::origin {
namespace {

namespace asio = boost::asio;
using base::ErrorCode;

const std::string default_image = "\xFF\xD8\xFF\xE0 the default image";

http::Request request_of(std::string target) {
    http::Request request;
    request.target = std::move(target);
    request.arrived = base::system_clock().now();
    return request;
}

// A card with a default image at "/1" to "/9999", and one without at "/bare/1" to "/bare/9".
class CardHandlerTest : public testing::Test {
protected:
    CardHandlerTest()
        : catalogue_({shared(card_with_default()), shared(page_card("bare", "/bare/{n:1..9}"))}) {}
    ~CardHandlerTest() override { renderer_.release(); }

    card::Card card_with_default() const {
        card::Card card = page_card();
        card.default_image = files_.write("default.jpg", default_image);
        card.deadline = std::chrono::minutes(10);
        return card;
    }
    // Runs the handler on an event loop of its own until it has answered.
    http::Response get(std::string target) {
        const http::Request request = request_of(std::move(target));
        asio::io_context loop(1);
        auto response = asio::co_spawn(loop, handler_.handle(request), asio::use_future);
        loop.run();
        return response.get();
    }

    base::TestFolder files_;
    ScriptedStore store_;
    render::MockRenderer renderer_;
    RecordingLog log_;
    card::Catalogue catalogue_;
    CardSources sources_ = CardSources::create(catalogue_.cards(), {"engine 1", "fonts 1", ""}).value();
    DefaultImages defaults_ = DefaultImages::load(catalogue_.cards(), std::nullopt).value();
    render::AdmissionQueue queue_{renderer_, 1, 4};
    Pipeline pipeline_{store_, queue_, sources_, {}, log_};
    base::ManualClock clock_;
    CardHandler handler_{catalogue_, pipeline_, defaults_, log_, clock_};
};

TEST_F(CardHandlerTest, answers_with_the_picture_and_the_cards_lifetimes) {
    const http::Response response = get("/7.jpg?v=3");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.outcome, http::Outcome::answer);
    EXPECT_EQ(response.representation->body.view(), "mock picture");
    EXPECT_EQ(response.representation->content_type, "image/jpeg");
    EXPECT_EQ(response.representation->etag, store::etag_of("mock picture"));
    EXPECT_TRUE(response.representation->last_modified);
    EXPECT_EQ(response.representation->policy.max_age.count(), 31536000);
    EXPECT_EQ(response.representation->policy.stale_while_revalidate.count(), 86400);
    EXPECT_EQ(response.representation->policy.stale_if_error.count(), 604800);
    EXPECT_EQ(response.trace.card, "challenge");
    EXPECT_EQ(response.trace.source, "render");
    EXPECT_TRUE(response.trace.store_time && response.trace.queue_time && response.trace.render_time);
    EXPECT_EQ(response.trace.fallback_reason, "");
}

TEST_F(CardHandlerTest, says_when_the_picture_came_from_the_store) {
    get("/7.jpg");
    ASSERT_TRUE(pipeline_.flush(base::Deadline::after(std::chrono::minutes(10))));
    const http::Response response = get("/7.jpg");
    EXPECT_EQ(response.trace.source, "store");
    EXPECT_FALSE(response.trace.render_time);
}

TEST_F(CardHandlerTest, an_address_that_is_no_cards_gets_the_default_image) {
    for (const char* target :
         {"/", "/nothing", "/10000.jpg", "/..%2f..%2fetc/passwd", "/7.jpg%00", "/\xFF"}) {
        const http::Response response = get(target);
        EXPECT_EQ(response.status, 200) << target;
        EXPECT_EQ(response.outcome, http::Outcome::answer) << target;
        EXPECT_EQ(response.representation->body.view(), default_image) << target;
        EXPECT_EQ(response.representation->policy.max_age.count(), 60) << target;
        EXPECT_EQ(response.trace.source, "default") << target;
        EXPECT_EQ(response.trace.card, "") << target;
    }
    EXPECT_EQ(store_.gets(), 0u);
}

TEST_F(CardHandlerTest, a_card_that_can_not_be_had_gets_its_default_image_marked_as_a_fallback) {
    renderer_.fail_with(error_of(ErrorCode::unavailable));
    const http::Response response = get("/7.jpg");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.outcome, http::Outcome::fallback);
    EXPECT_EQ(response.representation->body.view(), default_image);
    EXPECT_EQ(response.representation->policy.max_age.count(), 10);
    EXPECT_EQ(response.representation->policy.stale_while_revalidate.count(), 0);
    EXPECT_EQ(response.trace.card, "challenge");
    EXPECT_EQ(response.trace.source, "default");
    EXPECT_EQ(response.trace.fallback_reason, "unavailable");
    EXPECT_EQ(log_.lines("card_fallback"),
              std::vector<std::string>{"card_fallback card=challenge id=7 reason=unavailable "
                                       "message=as the test wants it detail=detail suppressed=0"});
}

TEST_F(CardHandlerTest, a_card_that_comes_too_late_is_a_fallback_by_timeout) {
    renderer_.hold();
    http::Request request = request_of("/7.jpg");
    request.arrived -= std::chrono::minutes(10);  // its deadline is now
    asio::io_context loop(1);
    auto response = asio::co_spawn(loop, handler_.handle(request), asio::use_future);
    loop.run();
    EXPECT_EQ(response.get().trace.fallback_reason, "timeout");
}

TEST_F(CardHandlerTest, without_any_default_image_it_is_500) {
    renderer_.fail_with(error_of(ErrorCode::unavailable));
    const http::Response response = get("/bare/7.jpg");
    EXPECT_EQ(response.status, 500);
    EXPECT_EQ(response.outcome, http::Outcome::failure);
    EXPECT_TRUE(response.representation->policy.no_store);
    EXPECT_EQ(response.trace.card, "bare");
}

TEST_F(CardHandlerTest, an_unknown_address_without_any_default_image_is_500) {
    const DefaultImages none = DefaultImages::load({}, std::nullopt).value();
    CardHandler handler(catalogue_, pipeline_, none, log_);
    const http::Request request = request_of("/nothing");
    asio::io_context loop(1);
    auto response = asio::co_spawn(loop, handler.handle(request), asio::use_future);
    loop.run();
    EXPECT_EQ(response.get().status, 500);
}

TEST_F(CardHandlerTest, overload_does_not_flood_the_log) {
    renderer_.fail_with(error_of(ErrorCode::overloaded));
    for (int i = 0; i < 50; ++i)
        get("/7.jpg");
    EXPECT_EQ(log_.lines("card_fallback").size(), LineLimit::lines_a_second);
    renderer_.fail_once_with(error_of(ErrorCode::timeout));
    get("/7.jpg");
    EXPECT_EQ(log_.lines("card_fallback").size(),
              LineLimit::lines_a_second + 1);  // each reason has its own limit

    clock_.advance(std::chrono::seconds(1));
    get("/7.jpg");
    const std::string last = log_.lines("card_fallback").back();
    EXPECT_TRUE(last.ends_with(" suppressed=45")) << last;
}

TEST_F(CardHandlerTest, says_at_its_end_what_was_never_logged) {
    renderer_.fail_with(error_of(ErrorCode::overloaded));
    {
        CardHandler handler(catalogue_, pipeline_, defaults_, log_, clock_);
        for (int i = 0; i < 7; ++i) {
            const http::Request request = request_of("/7.jpg");
            asio::io_context loop(1);
            asio::co_spawn(loop, handler.handle(request), asio::use_future);
            loop.run();
        }
    }
    EXPECT_EQ(log_.lines("card_fallbacks_not_logged"),
              std::vector<std::string>{"card_fallbacks_not_logged reason=overloaded count=2"});
}

TEST_F(CardHandlerTest, resumes_on_the_thread_that_began) {
    asio::io_context loop(1);
    std::thread::id resumed;
    asio::co_spawn(
        loop,
        [&]() -> asio::awaitable<void> {
            const http::Request request = request_of("/7.jpg");
            co_await handler_.handle(request);
            resumed = std::this_thread::get_id();
        },
        asio::detached);
    loop.run();
    EXPECT_EQ(resumed, std::this_thread::get_id());
}

// The server cuts off a connection whose picture is still being drawn: the loop goes, the render ends later.
TEST_F(CardHandlerTest, the_end_of_its_event_loop_is_survived) {
    renderer_.hold();
    const http::Request request = request_of("/7.jpg");
    {
        asio::io_context loop(1);
        asio::co_spawn(loop, handler_.handle(request), asio::detached);
        loop.poll();
        renderer_.wait_until_drawing(1);
    }
    renderer_.release();
    EXPECT_EQ(get("/7.jpg").representation->body.view(), "mock picture");
    EXPECT_EQ(renderer_.draws(), 1u);
}

TEST_F(CardHandlerTest, a_cancelled_request_ends_while_its_picture_is_being_drawn) {
    renderer_.hold();
    asio::io_context loop(1);
    asio::cancellation_signal client_gone;
    const card::CardAddress address = catalogue_.find_id("7").value();
    std::optional<ErrorCode> ended_with;
    asio::co_spawn(loop, fetch_picture(pipeline_, address, base::Deadline::after(std::chrono::minutes(10))),
                   asio::bind_cancellation_slot(client_gone.slot(),
                                                [&](const std::exception_ptr&, const PictureResult& picture) {
                                                    if (!picture) ended_with = picture.error().code;
                                                }));
    loop.poll();
    renderer_.wait_until_drawing(1);
    client_gone.emit(asio::cancellation_type::terminal);
    loop.run();
    EXPECT_EQ(ended_with, ErrorCode::cancelled);
}

}  // namespace
}  // namespace placard::origin
