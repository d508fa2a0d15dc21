#include "store/conformance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <latch>
#include <thread>

namespace placard::store {

TEST_P(StoreConformance, returns_what_was_put_with_its_headers) {
    const auto before = std::chrono::system_clock::now() - std::chrono::seconds(2);
    const auto info = put("challenge/12-34-10.jpg", "picture");
    ASSERT_TRUE(info) << base::describe(info.error());
    const auto object = store_->get("challenge/12-34-10.jpg", soon());
    ASSERT_TRUE(object && *object);
    EXPECT_EQ((*object)->body.view(), "picture");
    EXPECT_EQ((*object)->info.content_type, "image/jpeg");
    EXPECT_EQ((*object)->info.cache_control, "public, max-age=31536000");
    EXPECT_EQ((*object)->info.size, 7U);
    EXPECT_EQ((*object)->info.etag, info->etag);
    EXPECT_EQ((*object)->info.last_modified, info->last_modified);
    EXPECT_GE((*object)->info.last_modified, before);
    EXPECT_LE((*object)->info.last_modified, std::chrono::system_clock::now() + std::chrono::seconds(2));
    const auto head = store_->head("challenge/12-34-10.jpg", soon());
    ASSERT_TRUE(head && *head);
    EXPECT_EQ((*head)->etag, info->etag);
    EXPECT_EQ((*head)->content_type, "image/jpeg");
    EXPECT_EQ((*head)->size, 7U);
}

TEST_P(StoreConformance, knows_nothing_of_a_key_that_was_never_put) {
    EXPECT_EQ(body_of("none"), "(absent)");
    EXPECT_EQ(body_of("none/at/all"), "(absent)");
    const auto head = store_->head("none", soon());
    ASSERT_TRUE(head);
    EXPECT_FALSE(*head);
    EXPECT_EQ(store_->remove("none", soon()), RemoveOutcome::was_absent);
    EXPECT_TRUE(keys("", 10).empty());
}

TEST_P(StoreConformance, keeps_bodies_of_any_bytes_and_sizes) {
    const std::string all_bytes = pattern(1, 1000);
    for (const std::string& body : {std::string(), std::string("\0", 1), all_bytes,
                                    std::string("{\"a\":1}PLACARD1"), pattern(2, 8 * 1024 * 1024)}) {
        ASSERT_TRUE(put("body", body));
        EXPECT_TRUE(body_of("body") == body) << body.size();
    }
}

TEST_P(StoreConformance, refuses_a_body_past_the_limit) {
    const auto result = put("large", std::string(max_body + 1, 'x'));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, base::ErrorCode::too_large);
    EXPECT_EQ(body_of("large"), "(absent)");
}

TEST_P(StoreConformance, replaces_an_object_with_its_headers) {
    ASSERT_TRUE(put("key", "a long first body"));
    const auto second =
        store_->put("key", base::Blob(std::string("second")), {"image/png", "no-cache"}, soon());
    ASSERT_TRUE(second);
    const auto object = store_->get("key", soon());
    ASSERT_TRUE(object && *object);
    EXPECT_EQ((*object)->body.view(), "second");
    EXPECT_EQ((*object)->info.content_type, "image/png");
    EXPECT_EQ((*object)->info.cache_control, "no-cache");
    EXPECT_EQ((*object)->info.etag, second->etag);
}

TEST_P(StoreConformance, gives_the_same_bytes_the_same_strong_etag_and_others_another) {
    const auto first = put("a", "bytes");
    const auto again = put("b", "bytes");
    const auto other = put("c", "bytez");
    ASSERT_TRUE(first && again && other);
    EXPECT_EQ(first->etag, again->etag);
    EXPECT_NE(first->etag, other->etag);
    EXPECT_THAT(first->etag, testing::MatchesRegex("\"[!#-~]+\""));  // RFC 9110 section 8.8.3, not weak
}

TEST_P(StoreConformance, refuses_headers_that_could_break_an_answer) {
    for (const char* value : {"a\r\nSet-Cookie: x", "caf\xC3\xA9", "a\tb"}) {
        const auto type = store_->put("key", base::Blob(), {value, ""}, soon());
        ASSERT_FALSE(type);
        EXPECT_EQ(type.error().code, base::ErrorCode::invalid);
        EXPECT_FALSE(store_->put_if_absent("key", base::Blob(), {"image/png", value}, soon()));
    }
    EXPECT_TRUE(store_->put("key", base::Blob(), {"", "a \"quoted\" \\ value"}, soon()));
    EXPECT_EQ((**store_->head("key", soon())).cache_control, "a \"quoted\" \\ value");
}

TEST_P(StoreConformance, puts_only_where_nothing_is) {
    const base::Blob body(std::string("first"));
    EXPECT_EQ(store_->put_if_absent("key", body, jpeg(), soon()), PutOutcome::written);
    EXPECT_EQ(store_->put_if_absent("key", base::Blob(std::string("2nd")), jpeg(), soon()),
              PutOutcome::already_there);
    EXPECT_EQ(body_of("key"), "first");
    ASSERT_TRUE(store_->remove("key", soon()));
    EXPECT_EQ(store_->put_if_absent("key", body, jpeg(), soon()), PutOutcome::written);
}

TEST_P(StoreConformance, lets_one_of_many_concurrent_writers_win) {
    constexpr unsigned writers = 20;
    for (unsigned round = 0; round < 5; ++round) {
        const std::string key = "race/" + std::to_string(round);
        std::latch start(writers);
        std::atomic<unsigned> winner{writers};
        std::atomic<unsigned> wins{0};
        std::vector<std::thread> threads;
        for (unsigned writer = 0; writer < writers; ++writer)
            threads.emplace_back([&, writer] {
                const base::Blob body(pattern(writer, 5000));
                start.arrive_and_wait();
                const auto outcome = store_->put_if_absent(key, body, jpeg(), soon());
                EXPECT_TRUE(outcome) << base::describe(outcome.error());
                if (outcome != PutOutcome::written) return;
                winner = writer;
                ++wins;
            });
        for (std::thread& thread : threads)
            thread.join();
        EXPECT_EQ(wins, 1U);
        EXPECT_TRUE(body_of(key) == pattern(winner, 5000));
    }
}

TEST_P(StoreConformance, shows_a_reader_whole_objects_only_while_they_are_replaced) {
    ASSERT_TRUE(put("key", pattern(0, 100000)));
    std::atomic<bool> writing{true};
    std::vector<std::thread> readers;
    for (int reader = 0; reader < 3; ++reader)
        readers.emplace_back([&] {
            while (writing) {
                const auto object = store_->get("key", soon());
                ASSERT_TRUE(object) << base::describe(object.error());
                ASSERT_TRUE(*object);
                const std::string body((*object)->body.view());
                const auto size = static_cast<unsigned>(body.size() - 100000);
                ASSERT_TRUE(body == pattern(size, body.size()));
                ASSERT_EQ((*object)->info.size, body.size());
            }
        });
    for (unsigned round = 0; round < 60; ++round)
        EXPECT_TRUE(put("key", pattern(round, 100000 + round)));
    writing = false;
    for (std::thread& reader : readers)
        reader.join();
}

TEST_P(StoreConformance, removes) {
    ASSERT_TRUE(put("a/b", "x"));
    EXPECT_EQ(store_->remove("a/b", soon()), RemoveOutcome::removed);
    EXPECT_EQ(body_of("a/b"), "(absent)");
    EXPECT_EQ(store_->remove("a/b", soon()), RemoveOutcome::was_absent);
    EXPECT_TRUE(keys("", 10).empty());
    ASSERT_TRUE(put("a/b", "y"));
    EXPECT_EQ(body_of("a/b"), "y");
}

TEST_P(StoreConformance, keeps_keys_apart_that_look_alike) {
    const std::vector<std::string> alike{
        "a",   "a/b", "a/b/c", "a.jpg", "a.jpg/b", "A", "a-", ".a",
        "...", "~",   "-",     "_",     "a..b",    "0", "00", "objects/corrupt"};
    for (const std::string& key : alike)
        ASSERT_TRUE(put(key, "body of " + key)) << key;
    for (const std::string& key : alike)
        EXPECT_EQ(body_of(key), "body of " + key);
    std::vector<std::string> sorted = alike;
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(keys("", 1000), sorted);
}

TEST_P(StoreConformance, takes_keys_up_to_the_limits) {
    const std::string segment(200, 's');
    const std::string longest =
        segment + '/' + segment + '/' + segment + '/' + segment + '/' + std::string(96, 't');
    ASSERT_EQ(longest.size(), 900U);
    std::string deepest = "d";
    while (deepest.size() < 898)
        deepest += "/d";
    for (const std::string& key : {segment, longest, deepest}) {
        ASSERT_TRUE(put(key, "x")) << key;
        EXPECT_EQ(body_of(key), "x");
        EXPECT_EQ(keys(key, 10), std::vector<std::string>{key});
    }
}

TEST_P(StoreConformance, refuses_hostile_keys_in_every_call) {
    using namespace std::string_literals;
    const std::string hostile[] = {"",
                                   "/",
                                   "/a",
                                   "a/",
                                   "a//b",
                                   ".",
                                   "..",
                                   "../a",
                                   "a/../b",
                                   "a/./b",
                                   "a/..",
                                   "a\0b"s,
                                   "a b",
                                   "a\\b",
                                   "a\nb",
                                   "\xC3\xA9",
                                   "a%2e",
                                   "=00",
                                   "a:b",
                                   "a*",
                                   "CON:",
                                   "a?b",
                                   "a/\xFF\xFE",
                                   "$HOME/x",
                                   "a;rm -rf",
                                   "'a'",
                                   "a/b/../../../c",
                                   std::string(201, 'a'),
                                   std::string(150, 'a') + "/" + std::string(750, 'b')};
    for (const std::string& key : hostile) {
        const auto code = [&](const auto& result) {
            return result ? std::string("taken") : std::string(base::name_of(result.error().code));
        };
        EXPECT_EQ(code(put(key, "x")), "invalid") << key;
        EXPECT_EQ(code(store_->put_if_absent(key, base::Blob(), jpeg(), soon())), "invalid") << key;
        EXPECT_EQ(code(store_->get(key, soon())), "invalid") << key;
        EXPECT_EQ(code(store_->head(key, soon())), "invalid") << key;
        EXPECT_EQ(code(store_->remove(key, soon())), "invalid") << key;
    }
    EXPECT_TRUE(keys("", 10).empty());
}

TEST_P(StoreConformance, lists_in_byte_order_by_prefix_and_in_pages) {
    std::vector<std::string> all;
    for (int i = 0; i < 2500; ++i) {
        const std::string number = std::to_string(i * 7919 % 100000);
        all.push_back(i % 3 == 0 ? "flat-" + number : "folder" + std::to_string(i % 5) + "/" + number);
    }
    std::atomic<std::size_t> next{0};
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 8; ++writer)
        writers.emplace_back([&] {
            for (std::size_t i = next++; i < all.size(); i = next++)
                EXPECT_TRUE(put(all[i], all[i]));
        });
    for (std::thread& writer : writers)
        writer.join();
    std::sort(all.begin(), all.end());
    ASSERT_EQ(std::unique(all.begin(), all.end()), all.end());

    const auto expected = [&](const std::string& prefix, const std::string& start_after) {
        std::vector<std::string> some;
        for (const std::string& key : all)
            if (key.starts_with(prefix) && key > start_after) some.push_back(key);
        return some;
    };
    EXPECT_EQ(keys("", 1000), all);
    EXPECT_EQ(keys("", 333), all);
    for (const char* prefix :
         {"flat-", "flat-12", "folder", "folder2", "folder2/", "folder2/9", "x", "folder2/9/", "/"})
        EXPECT_EQ(keys(prefix, 400), expected(prefix, "")) << prefix;
    for (const char* start_after :
         {"flat-5", "folder1/2", "folder1/", "folder1", "folder3/99999", "zzz", "\x01"}) {
        EXPECT_EQ(keys("", 700, start_after), expected("", start_after)) << start_after;
        EXPECT_EQ(keys("folder", 700, start_after), expected("folder", start_after)) << start_after;
    }
    EXPECT_TRUE(keys("../", 10).empty());
    const auto page = store_->list("folder2/", "", 1, soon());
    ASSERT_TRUE(page);
    ASSERT_EQ(page->entries.size(), 1U);
    EXPECT_EQ(page->entries[0].info.size, page->entries[0].key.size());
    EXPECT_EQ(page->entries[0].info.content_type, "image/jpeg");
}

TEST_P(StoreConformance, ends_a_list_without_a_next_page_that_would_be_empty) {
    for (const char* key : {"a", "b", "c"})
        ASSERT_TRUE(put(key, "x"));
    const auto page = store_->list("", "", 3, soon());
    ASSERT_TRUE(page);
    EXPECT_EQ(page->entries.size(), 3U);
    EXPECT_FALSE(page->next);
}

TEST_P(StoreConformance, answers_with_timeout_when_the_deadline_has_passed) {
    ASSERT_TRUE(put("key", "x"));
    const base::Deadline past = base::Deadline::after(-std::chrono::seconds(1));
    const auto code = [](const auto& result) {
        return result ? base::ErrorCode::internal : result.error().code;
    };
    EXPECT_EQ(code(store_->get("key", past)), base::ErrorCode::timeout);
    EXPECT_EQ(code(store_->head("key", past)), base::ErrorCode::timeout);
    EXPECT_EQ(code(store_->put("key", base::Blob(), jpeg(), past)), base::ErrorCode::timeout);
    EXPECT_EQ(code(store_->put_if_absent("new", base::Blob(), jpeg(), past)), base::ErrorCode::timeout);
    EXPECT_EQ(code(store_->remove("key", past)), base::ErrorCode::timeout);
    EXPECT_EQ(code(store_->list("", "", 10, past)), base::ErrorCode::timeout);
    EXPECT_EQ(body_of("key"), "x");
}

}  // namespace placard::store
