#include "http/server.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <atomic>
#include <thread>

#include "http/test_client.h"
#include "http/test_server.h"

namespace placard::http {
namespace {

using namespace std::chrono_literals;

TEST(Server, answers_with_every_field_that_it_owes) {
    TestServer test;
    TestClient client(test.port());
    const Answer answer = client.get("/echo?a=b");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "/echo?a=b for 127.0.0.1");
    EXPECT_EQ(answer.fields.at("content-length"), "23");
    EXPECT_EQ(answer.fields.at("content-type"), "image/jpeg");
    EXPECT_EQ(answer.fields.at("etag"), "\"e\"");
    EXPECT_EQ(answer.fields.at("cache-control"), "public, max-age=60");
    EXPECT_EQ(answer.fields.at("x-content-type-options"), "nosniff");
    EXPECT_TRUE(answer.fields.at("server-timing").starts_with("total;dur="));
    EXPECT_TRUE(answer.fields.at("date").ends_with(" GMT"));
    EXPECT_FALSE(answer.fields.contains("connection"));
}

TEST(Server, tells_the_observer_of_every_exchange) {
    TestServer test;
    TestClient client(test.port());
    client.get("/echo");
    const SeenExchange seen = test.observer.at(0);
    EXPECT_EQ(seen.status, 200);
    EXPECT_EQ(seen.method, "GET");
    EXPECT_EQ(seen.target, "/echo");
    EXPECT_EQ(seen.client, "127.0.0.1");
    EXPECT_TRUE(seen.with_request);
    EXPECT_TRUE(seen.complete);
    EXPECT_EQ(seen.bytes, std::string("/echo for 127.0.0.1").size());
}

TEST(Server, answers_head_with_the_header_of_get_alone) {
    TestServer test;
    TestClient client(test.port());
    client.send("HEAD /large/5000 HTTP/1.1\r\nHost: test\r\n\r\n");
    const Answer head = client.read_answer(Content::none);
    EXPECT_EQ(head.fields.at("content-length"), "5000");
    EXPECT_EQ(client.get("/echo").body, "/echo for 127.0.0.1");
    EXPECT_EQ(test.observer.at(0).bytes, 0u);
}

TEST(Server, sends_a_304_without_content) {
    TestServer test;
    TestClient client(test.port());
    const Answer same = client.get("/same");
    EXPECT_EQ(same.status, 304);
    EXPECT_FALSE(same.fields.contains("content-length"));
    EXPECT_EQ(client.get("/echo").status, 200);
}

TEST(Server, sends_the_part_that_a_206_has) {
    TestServer test;
    TestClient client(test.port());
    const Answer part = client.get("/range");
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.fields.at("content-range"), "bytes 2-5/10");
    EXPECT_EQ(part.body, "2345");
}

TEST(Server, answers_a_hundred_pipelined_requests_in_order) {
    TestServer test;
    TestClient client(test.port());
    std::string bytes;
    for (int i = 0; i < 100; ++i)
        bytes += "GET /echo/" + std::to_string(i) + " HTTP/1.1\r\nHost: test\r\n\r\n";
    client.send(bytes);
    for (int i = 0; i < 100; ++i) {
        ASSERT_EQ(client.read_answer().body, "/echo/" + std::to_string(i) + " for 127.0.0.1");
    }
}

TEST(Server, answers_requests_that_come_byte_by_byte) {
    TestServer test;
    TestClient client(test.port());
    for (int i = 0; i < 3; ++i) {
        const std::string target = "/echo/" + std::to_string(i);
        for (const char byte : "GET " + target + " HTTP/1.1\r\nHost: test\r\n\r\n")
            client.send({&byte, 1});
        EXPECT_EQ(client.read_answer().body, target + " for 127.0.0.1");
    }
}

TEST(Server, keeps_to_the_order_when_an_early_answer_takes_long) {
    TestServer test;
    TestClient client(test.port());
    client.send("GET /wait HTTP/1.1\r\nHost: t\r\n\r\nGET /echo HTTP/1.1\r\nHost: t\r\n\r\n");
    test.handler.gate.wait_for(1);
    test.handler.gate.open();
    EXPECT_EQ(client.read_answer().body, "/wait for 127.0.0.1");
    EXPECT_EQ(client.read_answer().body, "/echo for 127.0.0.1");
}

TEST(Server, closes_when_asked_to) {
    TestServer test;
    TestClient client(test.port());
    const Answer answer = client.get("/echo", "Connection: close\r\n");
    EXPECT_EQ(answer.fields.at("connection"), "close");
    EXPECT_TRUE(client.ends());
}

TEST(Server, keeps_a_connection_of_http_1_0_only_when_asked_to) {
    TestServer test;
    TestClient client(test.port());
    client.send("GET /echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(client.read_answer().fields.at("connection"), "keep-alive");
    client.send("GET /echo HTTP/1.0\r\n\r\n");
    EXPECT_EQ(client.read_answer().fields.at("connection"), "close");
    EXPECT_TRUE(client.ends());
}

TEST(Server, writes_large_answers_piece_by_piece) {
    TestServer test;
    TestClient client(test.port(), "127.0.0.1", 4096);
    const Answer answer = client.get("/large/20000000");
    EXPECT_EQ(answer.body, std::string(20000000, 'x'));
    EXPECT_EQ(test.observer.at(0).bytes, 20000000u);
    EXPECT_EQ(client.get("/echo").status, 200);
}

TEST(Server, sends_from_a_kernel_copy_what_it_sends_from_memory) {
    TestServer test;
    std::string numbers;
    while (numbers.size() < 3000000)
        numbers += std::to_string(numbers.size()) + " ";
    for (const int receive_buffer : {0, 4096}) {
        TestClient client(test.port(), "127.0.0.1", receive_buffer);
        EXPECT_EQ(client.get("/copied/all").body, numbers);
        EXPECT_EQ(client.get("/copied/part").body, numbers.substr(1000, 899001));
        client.send("HEAD /copied/all HTTP/1.1\r\nHost: test\r\n\r\n");
        EXPECT_EQ(client.read_answer(Content::none).status, 200);
        EXPECT_EQ(client.get("/echo").status, 200);
    }
}

TEST(Server, survives_a_client_that_goes_away_during_a_kernel_copy) {
    TestServer test;
    for (std::size_t i = 0; i < 20; ++i) {
        TestClient client(test.port(), "127.0.0.1", 4096);
        for (int request = 0; request < 10; ++request)
            client.send("GET /copied/all HTTP/1.1\r\nHost: a\r\n\r\n");
        client.close();
    }
    EXPECT_FALSE(test.observer.at(0).complete);
    EXPECT_EQ(TestClient(test.port()).get("/echo").status, 200);
}

TEST(Server, answers_500_when_a_handler_fails_and_goes_on) {
    TestServer test;
    TestClient client(test.port());
    EXPECT_EQ(client.get("/throw").status, 500);
    EXPECT_EQ(client.get("/nothing").status, 500);
    EXPECT_EQ(client.get("/echo").status, 200);
}

struct Refusal {
    std::string name;
    std::string bytes;
    int status;
};

class Refusals : public testing::TestWithParam<Refusal> {};

TEST_P(Refusals, are_short_answers_that_close) {
    TestServer test;
    TestClient client(test.port());
    client.send(GetParam().bytes);
    const Answer answer = client.read_answer();
    EXPECT_EQ(answer.status, GetParam().status);
    EXPECT_EQ(answer.fields.at("content-type"), "text/plain; charset=utf-8");
    EXPECT_EQ(answer.fields.at("cache-control"), "no-store");
    EXPECT_EQ(answer.fields.at("connection"), "close");
    EXPECT_LT(answer.body.size(), 100u);
    EXPECT_TRUE(client.ends());
    const SeenExchange seen = test.observer.at(0);
    EXPECT_EQ(seen.status, GetParam().status);
    EXPECT_FALSE(seen.with_request);
    EXPECT_TRUE(seen.complete);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Refusals,
    testing::Values(
        Refusal{"bare_line_feed", "GET / HTTP/1.1\nHost: a\n\n", 400},
        Refusal{"tls_hello", std::string("\x16\x03\x01\x02\x00\x01", 6), 400},
        Refusal{"http_2_preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
        Refusal{"post_with_body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", 405},
        Refusal{"body", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", 413},
        Refusal{"large_body_behind_it",
                "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n" + std::string(500000, 'b'),
                413},
        Refusal{"target", "GET /" + std::string(3000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", 414},
        Refusal{"header", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(40000, 'a') + "\r\n\r\n", 431}),
    [](const auto& parameter) { return parameter.param.name; });

TEST(Server, goes_on_after_a_405_without_a_body) {
    TestServer test;
    TestClient client(test.port());
    client.send("DELETE /x HTTP/1.1\r\nHost: a\r\n\r\n");
    const Answer answer = client.read_answer();
    EXPECT_EQ(answer.status, 405);
    EXPECT_EQ(answer.fields.at("allow"), "GET, HEAD");
    EXPECT_EQ(test.observer.at(0).method, "DELETE");
    EXPECT_EQ(test.observer.at(0).target, "/x");
    EXPECT_EQ(client.get("/echo").status, 200);
}

TEST(Server, answers_408_to_a_header_that_does_not_end) {
    TestServer test([](ServerOptions& options) { options.header_timeout = 50ms; });
    TestClient client(test.port());
    client.send("GET /slow HTTP/1.1\r\nHost");
    EXPECT_EQ(client.read_answer().status, 408);
    EXPECT_TRUE(client.ends());
    EXPECT_EQ(test.observer.at(0).target, "/slow");
}

TEST(Server, closes_silently_when_nothing_comes) {
    TestServer test([](ServerOptions& options) { options.header_timeout = 50ms; });
    TestClient client(test.port());
    EXPECT_TRUE(client.ends());
    EXPECT_EQ(test.observer.count(), 0u);
}

TEST(Server, closes_an_idle_connection) {
    TestServer test([](ServerOptions& options) { options.idle_timeout = 50ms; });
    TestClient client(test.port());
    EXPECT_EQ(client.get("/echo").status, 200);
    EXPECT_TRUE(client.ends());
    EXPECT_EQ(test.observer.count(), 1u);
}

TEST(Server, cuts_off_a_client_that_does_not_read) {
    TestServer test([](ServerOptions& options) { options.write_timeout = 50ms; });
    TestClient client(test.port(), "127.0.0.1", 4096);
    client.send("GET /large/30000000 HTTP/1.1\r\nHost: a\r\n\r\n");
    const SeenExchange seen = test.observer.at(0);
    EXPECT_EQ(seen.status, 200);
    EXPECT_FALSE(seen.complete);
    EXPECT_LT(seen.bytes, 30000000u);
}

TEST(Server, survives_a_client_that_goes_away_during_the_answer) {
    TestServer test;
    {
        TestClient client(test.port(), "127.0.0.1", 4096);
        client.send("GET /large/30000000 HTTP/1.1\r\nHost: a\r\n\r\n");
        client.close();
    }
    EXPECT_FALSE(test.observer.at(0).complete);
    EXPECT_EQ(TestClient(test.port()).get("/echo").status, 200);
}

TEST(Server, turns_away_whoever_is_one_too_many) {
    TestServer test([](ServerOptions& options) { options.max_connections = 2; });
    TestClient first(test.port());
    TestClient second(test.port());
    EXPECT_EQ(first.get("/echo").status, 200);
    EXPECT_EQ(second.get("/echo").status, 200);
    EXPECT_EQ(test.server->connections(), 2u);

    TestClient third(test.port());
    const Answer answer = third.read_answer();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.fields.at("connection"), "close");
    EXPECT_TRUE(third.ends());
    EXPECT_EQ(test.observer.at(2).status, 503);
    EXPECT_EQ(first.get("/echo").status, 200);
}

TEST(Server, listens_on_both_address_families_at_once) {
    TestServer test([](ServerOptions& options) { options.listen = {{"::", 0}}; });
    EXPECT_EQ(TestClient(test.port(), "127.0.0.1").get("/echo").body, "/echo for 127.0.0.1");
    EXPECT_EQ(TestClient(test.port(), "::1").get("/echo").body, "/echo for ::1");
}

TEST(Server, listens_on_several_addresses) {
    TestServer test([](ServerOptions& options) { options.listen = {{"127.0.0.1", 0}, {"::1", 0}}; });
    ASSERT_EQ(test.server->endpoints().size(), 2u);
    EXPECT_EQ(test.server->endpoints()[1].host, "::1");
    EXPECT_EQ(TestClient(test.server->endpoints()[0].port).get("/echo").status, 200);
    EXPECT_EQ(TestClient(test.server->endpoints()[1].port, "::1").get("/echo").status, 200);
}

TEST(Server, does_not_share_an_address_with_another_server) {
    TestServer test;
    TestHandler handler;
    RecordingObserver observer;
    ServerOptions options;
    options.listen = {{"127.0.0.1", test.port()}};
    const auto second = Server::create(options, handler, observer, base::null_log());
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code, base::ErrorCode::unavailable);
    EXPECT_NE(second.error().message.find("127.0.0.1:" + std::to_string(test.port())), std::string::npos);
}

TEST(Server, can_end_without_having_started) {
    TestHandler handler;
    RecordingObserver observer;
    ServerOptions options;
    options.listen = {{"127.0.0.1", 0}};
    EXPECT_TRUE(Server::create(options, handler, observer, base::null_log()).has_value());
}

TEST(Server, serves_many_clients_from_several_threads) {
    TestServer test([](ServerOptions& options) { options.threads = 3; });
    std::atomic<int> answered = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int connection = 0; connection < 10; ++connection) {
                TestClient client(test.port());
                for (int request = 0; request < 10; ++request)
                    answered += client.get("/large/70000").status == 200;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(answered, 800);
}

TEST(Drain, answers_what_was_asked_and_closes) {
    TestServer test;
    TestClient busy(test.port());
    busy.send("GET /wait HTTP/1.1\r\nHost: t\r\n\r\nGET /echo HTTP/1.1\r\nHost: t\r\n\r\n");
    TestClient idle(test.port());
    EXPECT_EQ(idle.get("/echo").status, 200);
    test.handler.gate.wait_for(1);

    bool all_answered = false;
    std::thread drain([&] { all_answered = test.server->drain(20s); });
    EXPECT_TRUE(idle.ends());
    test.handler.gate.open();
    EXPECT_EQ(busy.read_answer().body, "/wait for 127.0.0.1");
    const Answer last = busy.read_answer();
    EXPECT_EQ(last.body, "/echo for 127.0.0.1");
    EXPECT_EQ(last.fields.at("connection"), "close");
    EXPECT_TRUE(busy.ends());
    busy.close();
    drain.join();
    EXPECT_TRUE(all_answered);
    EXPECT_EQ(test.server->connections(), 0u);
    EXPECT_FALSE(TestClient(test.port()).connected());
}

TEST(Drain, cuts_off_what_is_left_at_its_timeout) {
    TestServer test;
    TestClient client(test.port());
    client.send("GET /wait HTTP/1.1\r\nHost: t\r\n\r\n");
    test.handler.gate.wait_for(1);
    EXPECT_FALSE(test.server->drain(10ms));
    EXPECT_TRUE(client.ends());
}

TEST(Drain, is_cut_off_by_abort) {
    TestServer test;
    TestClient client(test.port());
    client.send("GET /wait HTTP/1.1\r\nHost: t\r\n\r\n");
    test.handler.gate.wait_for(1);
    std::thread abort([&] { test.server->abort(); });
    EXPECT_FALSE(test.server->drain(1h));
    abort.join();
    EXPECT_TRUE(client.ends());
}

TEST(Drain, of_an_idle_server_is_done_at_once) {
    TestServer test;
    EXPECT_TRUE(test.server->drain(1h));
}

}  // namespace
}  // namespace placard::http
