#include "http/response_head.h"

#include <gtest/gtest.h>

#include "http/trace_fields.h"

namespace placard::http {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

constexpr std::string_view date = "Mon, 23 Nov 2026 12:00:00 GMT";

Response picture() {
    Representation representation;
    representation.body = base::Blob("0123456789");
    representation.content_type = "image/jpeg";
    representation.etag = "\"abc\"";
    representation.last_modified = sys_days(1994y / November / 6) + 8h + 49min + 37s;
    representation.policy = {60s, 5s, 7s, false};
    Response response;
    response.representation = std::make_shared<Representation>(std::move(representation));
    return response;
}

std::string head_of(const Response& response, ResponseContext context) {
    context.date = date;
    std::string head;
    append_response_head(head, response, context);
    return head;
}

TEST(ResponseHead, of_a_cached_picture) {
    Response response = picture();
    response.age = 12s;
    response.trace.cache_status = "hit";
    response.trace.ttl = 48s;
    EXPECT_EQ(head_of(response, {.persistence = Persistence::keep_alive, .total = 149us}),
              "HTTP/1.1 200 OK\r\n"
              "Date: Mon, 23 Nov 2026 12:00:00 GMT\r\n"
              "Content-Type: image/jpeg\r\n"
              "Content-Length: 10\r\n"
              "Accept-Ranges: bytes\r\n"
              "ETag: \"abc\"\r\n"
              "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
              "Cache-Control: public, max-age=60, stale-while-revalidate=5, stale-if-error=7\r\n"
              "Age: 12\r\n"
              "X-Content-Type-Options: nosniff\r\n"
              "Cache-Status: Placard; hit; ttl=48\r\n"
              "Server-Timing: total;dur=0.1\r\n"
              "\r\n");
}

TEST(ResponseHead, of_an_error_that_closes) {
    EXPECT_EQ(head_of(plain_response(405), {.persistence = Persistence::close}),
              "HTTP/1.1 405 Method Not Allowed\r\n"
              "Date: Mon, 23 Nov 2026 12:00:00 GMT\r\n"
              "Content-Type: text/plain; charset=utf-8\r\n"
              "Content-Length: 23\r\n"
              "Cache-Control: no-store\r\n"
              "X-Content-Type-Options: nosniff\r\n"
              "Allow: GET, HEAD\r\n"
              "Connection: close\r\n"
              "\r\n");
}

TEST(ResponseHead, of_a_304_tells_nothing_of_content) {
    Response response = picture();
    response.status = 304;
    EXPECT_EQ(head_of(response, {.persistence = Persistence::keep_alive}),
              "HTTP/1.1 304 Not Modified\r\n"
              "Date: Mon, 23 Nov 2026 12:00:00 GMT\r\n"
              "ETag: \"abc\"\r\n"
              "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
              "Cache-Control: public, max-age=60, stale-while-revalidate=5, stale-if-error=7\r\n"
              "X-Content-Type-Options: nosniff\r\n"
              "\r\n");
    EXPECT_EQ(content_of(response, Method::get), "");
}

TEST(ResponseHead, of_a_206_names_its_part) {
    Response response = picture();
    response.status = 206;
    response.range = ByteRange{2, 5};
    const std::string head = head_of(response, {});
    EXPECT_NE(head.find("Content-Length: 4\r\nContent-Range: bytes 2-5/10\r\nAccept-Ranges: bytes\r\n"),
              std::string::npos);
    EXPECT_EQ(content_of(response, Method::get), "2345");
    EXPECT_EQ(content_of(response, Method::head), "");
}

TEST(ResponseHead, tells_http_1_0_that_its_connection_stays) {
    EXPECT_NE(head_of(picture(), {.persistence = Persistence::keep_alive, .minor_version = 0})
                  .find("Connection: keep-alive\r\n"),
              std::string::npos);
}

TEST(ResponseHead, cannot_be_broken_by_what_was_stored) {
    Response response = picture();
    auto evil = std::make_shared<Representation>(*response.representation);
    evil->content_type = "image/jpeg\r\nSet-Cookie: a=b";
    evil->etag = "\"a\nb\"";
    response.representation = evil;
    response.fields = {{"X-Good", "yes"}, {"X-Bad", "a\r\nX-Injected: 1"}, {"X Bad", "a"}, {"", "a"}};
    const std::string head = head_of(response, {});
    EXPECT_EQ(head.find("Set-Cookie"), std::string::npos);
    EXPECT_EQ(head.find("ETag"), std::string::npos);
    EXPECT_EQ(head.find("X-Injected"), std::string::npos);
    EXPECT_EQ(head.find("X Bad"), std::string::npos);
    EXPECT_NE(head.find("X-Good: yes\r\n"), std::string::npos);
}

std::string cache_status(const Trace& trace) {
    std::string text;
    append_cache_status(text, trace);
    return text;
}

TEST(CacheStatus, tells_what_the_cache_did) {
    EXPECT_EQ(cache_status({}), "");
    EXPECT_EQ(cache_status({.cache_status = "hit", .ttl = 123s}), "Placard; hit; ttl=123");
    EXPECT_EQ(cache_status({.cache_status = "stale", .ttl = -3s}), "Placard; fwd=stale; ttl=-3");
    EXPECT_EQ(cache_status({.cache_status = "miss", .ttl = 60s, .source = "render"}),
              "Placard; fwd=miss; stored; ttl=60; detail=render");
    EXPECT_EQ(cache_status({.cache_status = "miss", .source = "store"}), "Placard; fwd=miss; detail=store");
    EXPECT_EQ(cache_status({.cache_status = "bypass"}), "Placard; fwd=bypass");
}

TEST(CacheStatus, gives_the_reason_of_a_fallback_as_a_valid_structured_value) {
    EXPECT_EQ(cache_status({.cache_status = "miss", .source = "default", .fallback_reason = "timeout"}),
              "Placard; fwd=miss; detail=timeout");
    EXPECT_EQ(cache_status({.cache_status = "miss", .fallback_reason = "page \"a\\b\" gave 500\n"}),
              "Placard; fwd=miss; detail=\"page \\\"a\\\\b\\\" gave 500?\"");
}

TEST(ServerTiming, has_the_steps_that_were_taken) {
    Trace trace;
    trace.store_time = 1234us;
    trace.queue_time = 400us;
    trace.render_time = 20149us;
    std::string text;
    append_server_timing(text, trace, 21999us);
    EXPECT_EQ(text, "store;dur=1.2, queue;dur=0.4, render;dur=20.1, total;dur=22.0");
}

}  // namespace
}  // namespace placard::http
