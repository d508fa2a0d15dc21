#include "browser/message.h"

#include <gtest/gtest.h>

namespace placard::browser {
namespace {

TEST(parse_message, tells_answers_from_events) {
    const auto answer = parse_message(R"({"id":7,"result":{"frameId":"F"},"sessionId":"S"})");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->id, 7);
    EXPECT_EQ(text_of(answer->body, "frameId"), "F");
    EXPECT_EQ(answer->session, "S");
    EXPECT_FALSE(answer->error);

    const auto event = parse_message(R"({"method":"Page.loadEventFired","params":{"timestamp":1.5}})");
    ASSERT_TRUE(event);
    EXPECT_FALSE(event->id);
    EXPECT_EQ(event->method, "Page.loadEventFired");

    const auto failure = parse_message(R"({"id":8,"error":{"code":-32000,"message":"No target"}})");
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->error, "No target");
}

TEST(parse_message, decodes_the_picture_of_an_answer) {
    const auto answer = parse_message(R"({"id":7,"result":{"hasDamage":true,"screenshotData":"Zm9v"}})");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->picture, "foo");
    EXPECT_TRUE(answer->body.at("hasDamage"));
}

TEST(parse_message, finds_no_picture_inside_of_a_text) {
    const auto event = parse_message(R"({"method":"M","params":{"body":"{\"screenshotData\":\"Zm9v\"}"}})");
    ASSERT_TRUE(event);
    EXPECT_EQ(event->picture, "");
    EXPECT_EQ(text_of(event->body, "body"), R"({"screenshotData":"Zm9v"})");
}

TEST(parse_message, refuses_what_is_no_message) {
    for (const char* text : {"", "[]", "{", "null", R"({"id":1,"result":{"screenshotData":"Zm9v})"}) {
        EXPECT_FALSE(parse_message(text)) << text;
    }
}

TEST(command_text, repairs_text_that_is_not_utf8) {
    const std::string text = command_text(1, "Page.setDocumentContent",
                                          {{"html",
                                            "a\xff"
                                            "b"}},
                                          "S");
    const Json json = Json::parse(text);
    EXPECT_EQ(json["params"]["html"],
              "a\xEF\xBF\xBD"
              "b");
    EXPECT_EQ(json["sessionId"], "S");
}

}  // namespace
}  // namespace placard::browser
