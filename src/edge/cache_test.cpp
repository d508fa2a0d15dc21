#include "edge/cache.h"

#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "edge/test_handlers.h"
#include "http/kernel_copy.h"

namespace placard::edge {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t megabyte = 1024 * 1024;
constexpr http::CachePolicy policy{60s, 30s, 300s, false};

CacheKey by_path() {
    return [](const http::Request& request) -> std::optional<std::string> {
        if (request.path().starts_with("/pass")) return std::nullopt;
        return std::string(request.path());
    };
}

struct CacheTest : testing::Test {
    http::Response ask(const std::string& target) { return call(cache, get(target)); }
    std::string body_of(const std::string& target) {
        return std::string(ask(target).representation->body.view());
    }
    http::Response fallback() {
        http::Response response = picture("default", {10s, 0s, 0s, false});
        response.outcome = http::Outcome::fallback;
        response.trace.fallback_reason = "timeout";
        return response;
    }

    base::ManualClock clock;
    ScriptedHandler next;
    Cache cache{next, 4 * megabyte, by_path(), clock};
};

TEST_F(CacheTest, answers_what_it_has_without_asking_again) {
    next.next = picture("one", policy);
    next.next.trace.card = "challenge";
    next.next.trace.source = "render";
    const http::Response first = ask("/a");
    EXPECT_EQ(first.trace.cache_status, "miss");
    EXPECT_EQ(first.trace.ttl, 60s);
    EXPECT_EQ(first.trace.source, "render");

    clock.advance(12500ms);
    const http::Response second = ask("/a?v=2");
    EXPECT_EQ(second.representation->body.view(), "one");
    EXPECT_EQ(second.representation->body.view().data(), first.representation->body.view().data());
    EXPECT_EQ(second.trace.cache_status, "hit");
    EXPECT_EQ(second.trace.ttl, 48s);
    EXPECT_EQ(second.age, 12s);
    EXPECT_EQ(second.trace.card, "challenge");
    EXPECT_EQ(second.trace.source, "");
    EXPECT_EQ(next.calls, 1);
}

TEST_F(CacheTest, shares_one_answer_between_get_and_head) {
    next.next = picture("one", policy);
    http::Request head = get("/a");
    head.method = http::Method::head;
    EXPECT_EQ(call(cache, head).representation->body.view(), "one");
    EXPECT_EQ(next.last_method, http::Method::get);
    EXPECT_EQ(ask("/a").trace.cache_status, "hit");
    EXPECT_EQ(call(cache, head).trace.cache_status, "hit");
    EXPECT_EQ(next.calls, 1);
}

TEST_F(CacheTest, lets_requests_without_a_key_pass) {
    next.next = picture("one", policy);
    EXPECT_EQ(ask("/pass").trace.cache_status, "bypass");
    EXPECT_EQ(ask("/pass").trace.cache_status, "bypass");
    EXPECT_EQ(next.calls, 2);
    EXPECT_EQ(cache.statistics().entries, 0u);
}

TEST_F(CacheTest, counts_the_age_that_an_answer_came_with) {
    next.next = picture("one", policy);
    next.next.age = 50s;
    EXPECT_EQ(ask("/a").trace.ttl, 10s);
    clock.advance(5s);
    EXPECT_EQ(ask("/a").age, 55s);
    clock.advance(6s);
    EXPECT_EQ(ask("/a").trace.cache_status, "stale");
}

TEST_F(CacheTest, never_keeps_what_must_not_be_kept) {
    const auto is_kept = [&](const http::Response& response) {
        next.next = response;
        const std::string target = "/" + std::to_string(next.calls.load());
        const http::Response first = ask(target);
        return first.trace.ttl.has_value() || ask(target).trace.cache_status != "miss";
    };
    EXPECT_TRUE(is_kept(picture("x", policy)));
    EXPECT_FALSE(is_kept(picture("x", {60s, 30s, 300s, true})));
    EXPECT_FALSE(is_kept(picture("x", {})));
    EXPECT_FALSE(is_kept(http::plain_response(404)));
    EXPECT_FALSE(is_kept(http::plain_response(500)));
    http::Response failed = picture("x", policy);
    failed.outcome = http::Outcome::failure;
    EXPECT_FALSE(is_kept(failed));
    http::Response partial = picture("x", policy);
    partial.status = 206;
    EXPECT_FALSE(is_kept(partial));
}

TEST_F(CacheTest, serves_stale_and_refreshes_behind_it) {
    next.next = picture("old", policy);
    ask("/a");
    clock.advance(61s);
    next.next = picture("new", policy);
    const http::Response stale = ask("/a");
    EXPECT_EQ(stale.representation->body.view(), "old");
    EXPECT_EQ(stale.trace.cache_status, "stale");
    EXPECT_EQ(stale.trace.ttl, -1s);
    EXPECT_EQ(next.calls, 2);

    const http::Response fresh = ask("/a");
    EXPECT_EQ(fresh.representation->body.view(), "new");
    EXPECT_EQ(fresh.trace.cache_status, "hit");
    EXPECT_EQ(fresh.age, 0s);
    EXPECT_EQ(next.calls, 2);
}

TEST_F(CacheTest, refreshes_once_however_many_ask) {
    next.next = picture("old", policy);
    ask("/a");
    clock.advance(61s);
    boost::asio::io_context io(1);
    const http::Request request = get("/a");
    int stale = 0;
    for (int i = 0; i < 50; ++i) {
        boost::asio::co_spawn(io, cache.handle(request),
                              [&](const std::exception_ptr&, http::Response response) {
                                  stale += response.trace.cache_status == "stale";
                              });
    }
    io.run();
    EXPECT_EQ(stale, 50);
    EXPECT_EQ(next.calls, 2);
}

TEST_F(CacheTest, asks_again_once_nothing_may_be_served_stale_at_once) {
    next.next = picture("old", policy);
    ask("/a");
    clock.advance(91s);
    next.next = picture("new", policy);
    const http::Response answer = ask("/a");
    EXPECT_EQ(answer.representation->body.view(), "new");
    EXPECT_EQ(answer.trace.cache_status, "miss");
}

TEST_F(CacheTest, serves_a_stale_card_in_place_of_an_error) {
    next.next = picture("card", policy);
    ask("/a");
    clock.advance(200s);
    next.next = http::plain_response(503);
    const http::Response answer = ask("/a");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.representation->body.view(), "card");
    EXPECT_EQ(answer.trace.cache_status, "stale");
    EXPECT_EQ(answer.outcome, http::Outcome::answer);

    clock.advance(200s);
    EXPECT_EQ(ask("/a").status, 503);
}

TEST_F(CacheTest, serves_a_stale_card_in_place_of_a_fallback_and_does_not_hammer) {
    next.next = picture("card", policy);
    ask("/a");
    clock.advance(200s);
    next.next = fallback();
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(body_of("/a"), "card");
    EXPECT_EQ(next.calls, 2);
    clock.advance(11s);
    next.next = picture("new card", policy);
    EXPECT_EQ(body_of("/a"), "new card");
}

TEST_F(CacheTest, keeps_a_stale_card_when_its_refresh_fails) {
    next.next = picture("card", policy);
    ask("/a");
    clock.advance(61s);
    next.next = fallback();
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(body_of("/a"), "card");
    EXPECT_EQ(next.calls, 2);
    clock.advance(11s);
    EXPECT_EQ(body_of("/a"), "card");
    EXPECT_EQ(next.calls, 3);
}

TEST_F(CacheTest, refreshes_again_after_a_refresh_that_gave_nothing_to_keep) {
    next.next = picture("card", policy);
    ask("/a");
    clock.advance(61s);
    next.next = http::plain_response(404);
    EXPECT_EQ(body_of("/a"), "card");
    EXPECT_EQ(body_of("/a"), "card");
    EXPECT_EQ(next.calls, 3);
}

TEST_F(CacheTest, keeps_a_fallback_for_its_own_lifetime) {
    next.next = fallback();
    ask("/a");
    const http::Response again = ask("/a");
    EXPECT_EQ(again.trace.cache_status, "hit");
    EXPECT_EQ(again.outcome, http::Outcome::fallback);
    EXPECT_EQ(again.trace.fallback_reason, "timeout");
    EXPECT_EQ(next.calls, 1);
    clock.advance(10s);
    next.next = picture("card", policy);
    EXPECT_EQ(body_of("/a"), "card");
}

TEST_F(CacheTest, forgets_what_is_removed) {
    next.next = picture("one", policy);
    ask("/a");
    cache.remove("/a");
    cache.remove("/never-there");
    EXPECT_EQ(ask("/a").trace.cache_status, "miss");
}

TEST_F(CacheTest, keeps_the_fields_of_an_answer) {
    next.next = picture("one", policy);
    next.next.fields = {{"X-Card", "yes"}};
    ask("/a");
    const http::Response hit = ask("/a");
    ASSERT_EQ(hit.fields.size(), 1u);
    EXPECT_EQ(hit.fields[0].value, "yes");
}

TEST_F(CacheTest, an_answer_outlives_its_entry) {
    next.next = picture("one", policy);
    next.next.trace.card = std::string_view("challenge");
    ask("/a");
    const http::Response hit = ask("/a");
    cache.remove("/a");
    EXPECT_EQ(hit.representation->body.view(), "one");
    EXPECT_EQ(hit.trace.card, "challenge");
}

TEST_F(CacheTest, counts_what_happens) {
    next.next = picture(std::string(1000, 'x'), policy);
    ask("/a");
    ask("/a");
    ask("/b");
    clock.advance(61s);
    ask("/a");
    const CacheStatistics statistics = cache.statistics();
    EXPECT_EQ(statistics.hits, 1u);
    EXPECT_EQ(statistics.misses, 2u);
    EXPECT_EQ(statistics.stale_hits, 1u);
    EXPECT_EQ(statistics.entries, 2u);
    EXPECT_GT(statistics.bytes, 2000u);
    EXPECT_LT(statistics.bytes, 6000u);
}

TEST_F(CacheTest, says_so_when_an_answer_was_not_admitted) {
    next.next = picture(std::string(5 * megabyte, 'x'), policy);
    EXPECT_EQ(ask("/large").trace.ttl, std::nullopt);
    EXPECT_EQ(cache.statistics().rejected, 1u);
    EXPECT_EQ(cache.statistics().bytes, 0u);
}

TEST_F(CacheTest, a_small_budget_still_keeps_one_large_picture) {
    Cache small(next, megabyte, by_path(), clock);
    next.next = picture(std::string(900 * 1024, 'x'), policy);
    call(small, get("/a"));
    EXPECT_EQ(call(small, get("/a")).trace.cache_status, "hit");
}

TEST_F(CacheTest, keeps_what_is_asked_for_often_through_a_scan) {
    next.script = [](const http::Request&) { return picture(std::string(20000, 'x'), policy); };
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 100; ++i)
            ask("/hot/" + std::to_string(i));
    }
    int hits = 0;
    for (int i = 0; i < 5000; ++i) {
        ask("/scan/" + std::to_string(i));
        hits += ask("/hot/" + std::to_string(i % 100)).trace.cache_status == "hit";
    }
    EXPECT_GT(hits, 4750);
}

TEST_F(CacheTest, sends_large_pictures_that_are_popular_without_copying) {
    next.script = [](const http::Request& request) {
        return picture(std::string(request.target == "/small" ? 30000 : 100000, 'x'), policy);
    };
    for (int i = 0; i < 20; ++i) {
        ask("/small");
        ask("/large");
    }
    ask("/seldom");
    EXPECT_EQ(ask("/small").representation->kernel_copy, nullptr);
    EXPECT_EQ(ask("/seldom").representation->kernel_copy, nullptr);
    const http::Response answer = ask("/large");
    ASSERT_NE(answer.representation->kernel_copy, nullptr);
    EXPECT_EQ(answer.representation->kernel_copy->size(), 100000u);
    EXPECT_EQ(answer.trace.cache_status, "hit");
    EXPECT_EQ(answer.representation->body.size(), 100000u);
    EXPECT_GT(cache.statistics().bytes, 330000u);
}

TEST(CacheWindow, gives_kernel_copies_to_what_is_in_it_as_well) {
    base::ManualClock clock;
    ScriptedHandler next;
    next.next = picture(std::string(100000, 'x'), policy);
    Cache cache(next, 32 * megabyte, by_path(), clock);
    for (int i = 0; i < 10; ++i)
        call(cache, get("/a"));
    EXPECT_NE(call(cache, get("/a")).representation->kernel_copy, nullptr);
}

TEST_F(CacheTest, spends_at_most_a_quarter_of_its_budget_on_kernel_copies) {
    next.script = [](const http::Request&) { return picture(std::string(100000, 'x'), policy); };
    const auto target = [](int i) { return "/" + std::to_string(i); };
    for (int round = 0; round < 20; ++round) {
        for (int i = 0; i < 25; ++i)
            ask(target(i));
    }
    int copies = 0;
    for (int i = 0; i < 25; ++i)
        copies += ask(target(i)).representation->kernel_copy != nullptr;
    EXPECT_EQ(copies, 10);
    EXPECT_LE(cache.statistics().bytes, 4 * megabyte);

    for (int i = 0; i < 25; ++i)
        cache.remove(target(i));
    EXPECT_EQ(cache.statistics().bytes, 0u);
    for (int i = 0; i < 10; ++i)
        ask("/again");
    EXPECT_NE(ask("/again").representation->kernel_copy, nullptr);
}

TEST(CacheBudget, is_never_exceeded) {
    base::ManualClock clock;
    ScriptedHandler next;
    std::mt19937 random(7);
    next.script = [&](const http::Request&) { return picture(std::string(random() % 400000, 'x'), policy); };
    const std::size_t budget = 80 * megabyte;
    Cache cache(next, budget, by_path(), clock);
    for (int i = 0; i < 2000; ++i) {
        call(cache, get("/" + std::to_string(random() % 1000)));
        if (i % 10 == 0) clock.advance(1s);
        ASSERT_LE(cache.statistics().bytes, budget);
    }
    EXPECT_GT(cache.statistics().evictions + cache.statistics().rejected, 0u);
    EXPECT_GT(cache.statistics().bytes, budget / 2);
}

TEST(CacheThreads, share_it_safely) {
    base::ManualClock clock;
    ScriptedHandler next;
    next.script = [](const http::Request& request) { return picture(request.target, {2s, 5s, 20s, false}); };
    Cache cache(next, 200000, by_path(), clock);
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (unsigned t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            std::mt19937 random(t);
            for (int i = 0; i < 1500; ++i) {
                const std::string target = "/" + std::to_string(random() % 300);
                wrong += call(cache, get(target)).representation->body.view() != target;
                if (i % 50 == 0) clock.advance(1s);
                if (i % 70 == 0) cache.remove(target);
                if (i % 90 == 0) cache.statistics();
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace placard::edge
