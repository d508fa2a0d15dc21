#include "origin/saver.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "origin/test_fakes.h"

namespace placard::origin {
namespace {

using base::ErrorCode;
using std::chrono::milliseconds;

base::Deadline far() {
    return base::Deadline::after(std::chrono::minutes(10));
}

store::Object object_of(std::string body) {
    return {{"image/jpeg", "public", store::etag_of(body), {}, body.size()}, base::Blob(body)};
}

class SaverTest : public testing::Test {
protected:
    SaverTest() { options_.first_pause = milliseconds(1); }
    ~SaverTest() override { store_.hold_puts(false); }

    ScriptedStore store_;
    RecordingLog log_;
    SaverOptions options_;
};

TEST_F(SaverTest, saves_the_body_with_what_is_said_of_it) {
    Saver saver(store_, options_, log_, base::system_clock());
    saver.accept("a/1.jpg", object_of("body"));
    ASSERT_TRUE(saver.flush(far()));
    const auto objects = store_.objects();
    ASSERT_TRUE(objects.contains("a/1.jpg"));
    EXPECT_EQ(objects.at("a/1.jpg").body.view(), "body");
    EXPECT_EQ(objects.at("a/1.jpg").info.content_type, "image/jpeg");
    EXPECT_EQ(objects.at("a/1.jpg").info.cache_control, "public");
    EXPECT_FALSE(saver.find("a/1.jpg"));
    EXPECT_EQ(saver.saved(), 1u);
}

TEST_F(SaverTest, tries_again_after_a_failure_that_may_pass) {
    store_.fail_puts(2, error_of(ErrorCode::unavailable));
    Saver saver(store_, options_, log_, base::system_clock());
    saver.accept("a/1.jpg", object_of("body"));
    ASSERT_TRUE(saver.flush(far()));
    EXPECT_EQ(store_.puts(), 3u);
    EXPECT_EQ(saver.saved(), 1u);
    EXPECT_EQ(saver.failures(), 0u);
    EXPECT_TRUE(log_.lines("save_failed").empty());
}

TEST_F(SaverTest, gives_up_after_its_attempts_and_says_so) {
    store_.fail_puts(3, error_of(ErrorCode::unavailable));
    Saver saver(store_, options_, log_, base::system_clock());
    saver.accept("a/1.jpg", object_of("body"));
    ASSERT_TRUE(saver.flush(far()));
    EXPECT_EQ(store_.puts(), 3u);
    EXPECT_EQ(saver.saved(), 0u);
    EXPECT_EQ(saver.failures(), 1u);
    EXPECT_EQ(saver.unsaved_bytes(), 0u);
    EXPECT_FALSE(saver.find("a/1.jpg"));
    ASSERT_EQ(log_.lines("save_failed").size(), 1u);
    EXPECT_EQ(log_.lines("save_failed")[0],
              "save_failed key=a/1.jpg reason=unavailable message=as the test wants it detail=detail");
}

TEST_F(SaverTest, gives_up_at_once_where_another_attempt_would_not_help) {
    store_.fail_puts(1, error_of(ErrorCode::too_large));
    Saver saver(store_, options_, log_, base::system_clock());
    saver.accept("a/1.jpg", object_of("body"));
    ASSERT_TRUE(saver.flush(far()));
    EXPECT_EQ(store_.puts(), 1u);
    EXPECT_EQ(saver.failures(), 1u);
}

TEST_F(SaverTest, what_is_already_there_counts_as_saved) {
    Saver saver(store_, options_, log_, base::system_clock());
    saver.accept("a/1.jpg", object_of("first"));
    ASSERT_TRUE(saver.flush(far()));
    saver.accept("a/1.jpg", object_of("second"));
    ASSERT_TRUE(saver.flush(far()));
    EXPECT_EQ(saver.saved(), 2u);
    EXPECT_EQ(store_.objects().at("a/1.jpg").body.view(), "first");
}

TEST_F(SaverTest, takes_no_more_than_its_bytes_and_says_what_it_refused) {
    options_.max_unsaved_bytes = 10;
    store_.hold_puts(true);
    Saver saver(store_, options_, log_, base::system_clock());
    saver.accept("a/1.jpg", object_of("123456"));
    saver.accept("a/2.jpg", object_of("123456"));
    saver.accept("a/3.jpg", object_of("1234"));
    EXPECT_EQ(saver.unsaved_bytes(), 10u);
    EXPECT_TRUE(saver.find("a/1.jpg"));
    EXPECT_FALSE(saver.find("a/2.jpg"));
    EXPECT_TRUE(saver.find("a/3.jpg"));
    EXPECT_EQ(saver.failures(), 1u);
    ASSERT_EQ(log_.lines("save_failed").size(), 1u);
    EXPECT_NE(log_.lines("save_failed")[0].find("key=a/2.jpg reason=overloaded"), std::string::npos);
    store_.hold_puts(false);
    ASSERT_TRUE(saver.flush(far()));
    EXPECT_EQ(store_.objects().size(), 2u);
}

TEST_F(SaverTest, the_end_does_not_wait_for_pauses_and_gives_up_on_a_store_that_fails) {
    options_.first_pause = std::chrono::hours(1);
    options_.threads = 1;
    store_.fail_puts(1000, error_of(ErrorCode::timeout));
    Saver saver(store_, options_, log_, base::system_clock());
    for (int i = 0; i < 10; ++i)
        saver.accept("a/" + std::to_string(i) + ".jpg", object_of("body"));
    store_.wait_for_puts(1);
    saver.stop();
    EXPECT_EQ(store_.puts(), 1u);
    EXPECT_EQ(saver.failures(), 10u);
    EXPECT_EQ(log_.lines("save_failed").size(), 10u);
    EXPECT_EQ(saver.unsaved_bytes(), 0u);
}

TEST_F(SaverTest, takes_nothing_after_the_end) {
    Saver saver(store_, options_, log_, base::system_clock());
    saver.stop();
    saver.accept("a/1.jpg", object_of("body"));
    EXPECT_EQ(saver.unsaved_bytes(), 0u);
    EXPECT_EQ(store_.puts(), 0u);
}

}  // namespace
}  // namespace placard::origin
