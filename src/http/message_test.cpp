#include "http/message.h"

#include <gtest/gtest.h>

#include "http/ascii.h"

namespace placard::http {
namespace {

TEST(Request, splits_its_target_at_the_first_question_mark) {
    Request request;
    request.target = "/12-34-10.jpg?v=3?x";
    EXPECT_EQ(request.path(), "/12-34-10.jpg");
    EXPECT_EQ(request.query(), "v=3?x");
    request.target = "/plain";
    EXPECT_EQ(request.path(), "/plain");
    EXPECT_EQ(request.query(), "");
}

TEST(Request, finds_the_first_field_whatever_its_case) {
    Request request;
    request.fields = {{"Host", "a"}, {"X-Two", "first"}, {"x-two", "second"}};
    ASSERT_NE(request.field("x-TWO"), nullptr);
    EXPECT_EQ(*request.field("x-TWO"), "first");
    EXPECT_EQ(request.field("x-tw"), nullptr);
}

TEST(CacheControl, names_only_the_lifetimes_that_are_there) {
    using std::chrono::seconds;
    EXPECT_EQ(to_cache_control({seconds(31536000), seconds(86400), seconds(604800), false}),
              "public, max-age=31536000, stale-while-revalidate=86400, stale-if-error=604800");
    EXPECT_EQ(to_cache_control({seconds(10), seconds(0), seconds(0), false}), "public, max-age=10");
    EXPECT_EQ(to_cache_control({seconds(0), seconds(0), seconds(7), false}),
              "public, max-age=0, stale-if-error=7");
    EXPECT_EQ(to_cache_control({seconds(10), seconds(5), seconds(5), true}), "no-store");
}

TEST(PlainResponse, says_its_status_and_is_never_kept) {
    const Response response = plain_response(405);
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(response.representation->body.view(), "405 Method Not Allowed\n");
    EXPECT_EQ(response.representation->content_type, "text/plain; charset=utf-8");
    EXPECT_TRUE(response.representation->policy.no_store);
    EXPECT_EQ(response.outcome, Outcome::failure);
    ASSERT_EQ(response.fields.size(), 1u);
    EXPECT_EQ(response.fields[0].name, "Allow");
    EXPECT_EQ(response.fields[0].value, "GET, HEAD");
}

TEST(Tokens, are_trimmed_and_empty_ones_left_out) {
    std::string seen;
    for_each_token(" a,\t, b ,,c",
                   [&](std::string_view token) { seen.append("[").append(token).append("]"); });
    EXPECT_EQ(seen, "[a][b][c]");
}

}  // namespace
}  // namespace placard::http
