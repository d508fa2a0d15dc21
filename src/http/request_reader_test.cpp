#include "http/request_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace placard::http {
namespace {

constexpr HeadLimits limits{.max_target = 100, .max_header = 300};

struct Reading {
    RequestReader::Progress progress;
    int status = 0;
    Persistence persistence = Persistence::keep_alive;
    std::size_t consumed = 0;
    std::string target = {};
    friend bool operator==(const Reading&, const Reading&) = default;
};

Reading result_of(RequestReader& reader, RequestReader::Progress progress) {
    if (progress == RequestReader::Progress::need_more) return {progress};
    if (progress == RequestReader::Progress::refused)
        return {progress, reader.status(), reader.persistence()};
    return {progress, 0, reader.persistence(), reader.consumed(), reader.request().target};
}

Reading read_whole(const std::string& bytes) {
    RequestReader reader(limits);
    return result_of(reader, reader.read(bytes));
}

Reading read_by_byte(const std::string& bytes) {
    RequestReader reader(limits);
    RequestReader::Progress progress = RequestReader::Progress::need_more;
    for (std::size_t size = 1; size <= bytes.size() && progress == RequestReader::Progress::need_more;
         ++size) {
        progress = reader.read(std::string_view(bytes).substr(0, size));
    }
    return result_of(reader, progress);
}

std::string get(const std::string& target, const std::string& fields = "Host: a\r\n") {
    return "GET " + target + " HTTP/1.1\r\n" + fields + "\r\n";
}

using namespace std::string_literals;

struct Rule {
    std::string name;
    std::string bytes;
    int status;  // 200: a request
    Persistence persistence = Persistence::close;
};

const std::vector<Rule> rules = {
    {"plain", get("/"), 200, Persistence::keep_alive},
    {"head_method", "HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n", 200, Persistence::keep_alive},
    {"empty_line_before", "\r\n" + get("/"), 200, Persistence::keep_alive},
    {"two_empty_lines_before", "\r\n\r\n" + get("/"), 400},
    {"wants_close", get("/", "Host: a\r\nConnection: foo, Close\r\n"), 200},
    {"http_1_0_closes", "GET / HTTP/1.0\r\n\r\n", 200},
    {"http_1_0_keep_alive", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", 200, Persistence::keep_alive},
    {"http_1_0_keep_alive_and_close", "GET / HTTP/1.0\r\nConnection: close, keep-alive\r\n\r\n", 200},
    {"empty_host", get("/", "Host:\r\n"), 200, Persistence::keep_alive},
    {"host_with_port", get("/", "Host: a.example:8080\r\n"), 200, Persistence::keep_alive},
    {"host_ipv6", get("/", "Host: [::1]:80\r\n"), 200, Persistence::keep_alive},
    {"no_length", get("/", "Host: a\r\nContent-Length: 0\r\n"), 200, Persistence::keep_alive},
    {"expect_without_body", get("/", "Host: a\r\nExpect: 100-continue\r\n"), 200, Persistence::keep_alive},
    {"upgrade_is_ignored", get("/", "Host: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n"), 200,
     Persistence::keep_alive},
    {"latin1_in_a_value", get("/", "Host: a\r\nX: caf\xe9\r\n"), 200, Persistence::keep_alive},
    {"tab_in_a_value", get("/", "Host: a\r\nX: a\tb\r\n"), 200, Persistence::keep_alive},
    {"empty_value", get("/", "Host: a\r\nX:\r\n"), 200, Persistence::keep_alive},
    {"absolute_form", get("http://b.example/x"), 200, Persistence::keep_alive},
    {"characters_that_browsers_leave", get("/a|b^c`{d}[e]\\?x=|"), 200, Persistence::keep_alive},

    {"both_framings", get("/", "Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400},
    {"both_framings_other_order", get("/", "Host: a\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n"),
     400},
    {"different_lengths", get("/", "Host: a\r\nContent-Length: 0\r\nContent-Length: 5\r\n"), 400},
    {"same_lengths", get("/", "Host: a\r\nContent-Length: 0\r\nContent-Length: 0\r\n"), 400},
    {"list_of_lengths", get("/", "Host: a\r\nContent-Length: 0, 0\r\n"), 400},
    {"signed_length", get("/", "Host: a\r\nContent-Length: +0\r\n"), 400},
    {"negative_length", get("/", "Host: a\r\nContent-Length: -1\r\n"), 400},
    {"hexadecimal_length", get("/", "Host: a\r\nContent-Length: 0x0\r\n"), 400},
    {"empty_length", get("/", "Host: a\r\nContent-Length:\r\n"), 400},
    {"huge_length", get("/", "Host: a\r\nContent-Length: 99999999999999999999999999\r\n"), 400},
    {"transfer_encoding_in_1_0", "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
    {"folded_field", get("/", "Host: a\r\nX: a\r\n b\r\n"), 400},
    {"folded_with_tab", get("/", "Host: a\r\nX: a\r\n\tb\r\n"), 400},
    {"space_before_the_first_field", get("/", " Host: a\r\n"), 400},
    {"bare_line_feeds", "GET / HTTP/1.1\nHost: a\n\n", 400},
    {"bare_line_feed_after_a_field", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400},
    {"bare_line_feed_at_the_end", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400},
    {"bare_carriage_return", "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n", 400},
    {"carriage_return_twice", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", 400},
    {"carriage_return_first", "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"space_before_colon", get("/", "Host : a\r\n"), 400},
    {"tab_before_colon", get("/", "Host\t: a\r\n"), 400},
    {"field_without_colon", get("/", "Host: a\r\nnonsense\r\n"), 400},
    {"field_without_name", get("/", "Host: a\r\n: b\r\n"), 400},
    {"field_name_in_latin1", get("/", "Host: a\r\nX\xe9: b\r\n"), 400},
    {"field_name_with_separator", get("/", "Host: a\r\nX(Y): b\r\n"), 400},
    {"nul_in_a_value", get("/", "Host: a\r\nX: a\0b\r\n"s), 400},
    {"delete_in_a_value", get("/", "Host: a\r\nX: a\x7f\r\n"), 400},
    {"control_in_a_value", get("/", "Host: a\r\nX: a\x01\r\n"), 400},
    {"nul_in_the_target", get("/\0"s), 400},
    {"latin1_in_the_target", get("/caf\xe9"), 400},
    {"fragment_in_the_target", get("/a#b"), 400},
    {"quote_in_the_target", get("/a\"b"), 400},
    {"angle_in_the_target", get("/<script>"), 400},
    {"tab_in_the_request_line", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"two_spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"two_spaces_before_the_version", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"space_after_the_version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400},
    {"no_version", "GET /\r\nHost: a\r\n\r\n", 400},
    {"no_target", "GET HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"version_0_9", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", 400},
    {"version_1_2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 400},
    {"version_9_9", "GET / HTTP/9.9\r\nHost: a\r\n\r\n", 400},
    {"version_in_lower_case", "GET / http/1.1\r\nHost: a\r\n\r\n", 400},
    {"http_2_preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
    {"tls_hello", "\x16\x03\x01\x02\x00\x01"s, 400},
    {"nonsense", "nonsense\r\n\r\n", 400},
    {"method_too_long", std::string(33, 'A'), 400},
    {"method_no_token", "G@T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"no_host", get("/", ""), 400},
    {"two_hosts", get("/", "Host: a\r\nHost: a\r\n"), 400},
    {"two_hosts_in_1_0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400},
    {"host_list", get("/", "Host: a, b\r\n"), 400},
    {"host_with_path", get("/", "Host: a/b\r\n"), 400},
    {"host_with_user", get("/", "Host: u@a\r\n"), 400},
    {"host_with_bad_port", get("/", "Host: a:8x\r\n"), 400},
    {"host_with_long_port", get("/", "Host: a:123456\r\n"), 400},
    {"host_with_open_bracket", get("/", "Host: [::1\r\n"), 400},
    {"absolute_form_without_host_field", get("http://b.example/x", ""), 400},
    {"absolute_form_with_user", get("http://u@b.example/x"), 400},
    {"absolute_form_without_host", get("http:///x"), 400},
    {"absolute_form_of_another_scheme", get("ftp://b.example/x"), 400},
    {"authority_form", get("example.com:443"), 400},
    {"asterisk", get("*"), 400},
    {"relative_target", get("a.jpg"), 400},

    {"post", "POST / HTTP/1.1\r\nHost: a\r\n\r\n", 405, Persistence::keep_alive},
    {"post_with_body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", 405},
    {"get_in_lower_case", "get / HTTP/1.1\r\nHost: a\r\n\r\n", 405, Persistence::keep_alive},
    {"options_asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 405, Persistence::keep_alive},
    {"connect", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 405, Persistence::keep_alive},

    {"body_by_length", get("/", "Host: a\r\nContent-Length: 5\r\n"), 413},
    {"body_by_chunks", get("/", "Host: a\r\nTransfer-Encoding: chunked\r\n"), 413},
    {"body_in_unknown_coding", get("/", "Host: a\r\nTransfer-Encoding: gzip\r\n"), 413},
    {"body_expected", get("/", "Host: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n"), 413},

    {"target_at_its_limit", get("/" + std::string(99, 'a')), 200, Persistence::keep_alive},
    {"target_over_its_limit", get("/" + std::string(100, 'a')), 414},
    {"target_without_end", "GET /" + std::string(5000, 'a'), 414},
    {"header_at_its_limit", get("/", "Host: a\r\nX:" + std::string(287, 'a') + "\r\n"), 200,
     Persistence::keep_alive},
    {"header_over_its_limit", get("/", "Host: a\r\nX:" + std::string(288, 'a') + "\r\n"), 431},
    {"header_without_end", get("/", "Host: a\r\nX: " + std::string(5000, 'a')), 431},
};

class RequestRules : public testing::TestWithParam<Rule> {};

TEST_P(RequestRules, are_kept_whole_and_byte_by_byte) {
    const Rule& rule = GetParam();
    const Reading whole = read_whole(rule.bytes);
    if (rule.status == 200) {
        ASSERT_EQ(whole.progress, RequestReader::Progress::request);
        EXPECT_EQ(whole.consumed, rule.bytes.size());
    } else {
        ASSERT_EQ(whole.progress, RequestReader::Progress::refused);
        EXPECT_EQ(whole.status, rule.status);
    }
    EXPECT_EQ(whole.persistence, rule.persistence);
    EXPECT_EQ(read_by_byte(rule.bytes), whole);
}

INSTANTIATE_TEST_SUITE_P(Table, RequestRules, testing::ValuesIn(rules),
                         [](const auto& parameter) { return parameter.param.name; });

TEST(RequestReader, gives_methods_targets_and_fields) {
    RequestReader reader(limits);
    ASSERT_EQ(reader.read("HEAD /a?b=c HTTP/1.1\r\nhost:  h.example \r\nX-Two: 1 2\r\n\r\nrest"),
              RequestReader::Progress::request);
    EXPECT_EQ(reader.request().method, Method::head);
    EXPECT_EQ(reader.request().target, "/a?b=c");
    EXPECT_EQ(*reader.request().field("Host"), "h.example");
    EXPECT_EQ(*reader.request().field("X-Two"), "1 2");
    EXPECT_EQ(reader.request().fields.size(), 2u);
}

TEST(RequestReader, forgets_the_request_before) {
    RequestReader reader(limits);
    const std::string first = get("/first", "Host: a\r\nX: 1\r\nY: 2\r\n");
    const std::string both = first + get("/2", "Host: b\r\n");
    ASSERT_EQ(reader.read(both), RequestReader::Progress::request);
    EXPECT_EQ(reader.consumed(), first.size());
    reader.next();
    ASSERT_EQ(reader.read(both.substr(first.size())), RequestReader::Progress::request);
    EXPECT_EQ(reader.request().target, "/2");
    EXPECT_EQ(*reader.request().field("Host"), "b");
    EXPECT_EQ(reader.request().field("X"), nullptr);
}

TEST(RequestReader, reduces_absolute_form_to_origin_form) {
    const auto target_and_host = [](const std::string& target) {
        RequestReader reader(limits);
        EXPECT_EQ(reader.read(get(target, "Host: other\r\n")), RequestReader::Progress::request) << target;
        return reader.request().target + " " + *reader.request().field("Host");
    };
    EXPECT_EQ(target_and_host("http://b.example:81/x/y?z"), "/x/y?z b.example:81");
    EXPECT_EQ(target_and_host("HTTPS://b.example"), "/ b.example");
    EXPECT_EQ(target_and_host("http://b.example?q"), "/?q b.example");
}

TEST(RequestReader, tells_the_log_what_a_refused_request_asked_for) {
    RequestReader reader(limits);
    ASSERT_EQ(reader.read("DELETE /x HTTP/1.1\r\nHost: a\r\n\r\n"), RequestReader::Progress::refused);
    EXPECT_EQ(reader.line().method, "DELETE");
    EXPECT_EQ(reader.line().target, "/x");

    reader.next();
    const std::string long_target = "GET /" + std::string(500, 'a');
    ASSERT_EQ(reader.read(long_target), RequestReader::Progress::refused);
    EXPECT_EQ(reader.line().method, "GET");
    EXPECT_EQ(reader.line().target.size(), limits.max_target);

    reader.next();
    ASSERT_EQ(reader.read("\x16\x03\x01"), RequestReader::Progress::refused);
    EXPECT_EQ(reader.line().method, "");
    EXPECT_EQ(reader.line().target, "");
}

TEST(RequestReader, refuses_more_fields_than_it_counts) {
    RequestReader reader(HeadLimits{});
    std::string fields = "Host: a\r\n";
    for (std::size_t i = 1; i < max_fields; ++i)
        fields += "X:\r\n";
    EXPECT_EQ(reader.read(get("/", fields)), RequestReader::Progress::request);
    reader.next();
    EXPECT_EQ(reader.read(get("/", fields + "X:\r\n")), RequestReader::Progress::refused);
    EXPECT_EQ(reader.status(), 431);
}

TEST(RequestReader, refuses_before_a_buffer_of_the_longest_head_is_full) {
    for (const std::string& filler : {"A"s, "\r\n"s, "a:b\r\n"s, "GET /aaaaaaa"s}) {
        for (const std::string& start :
             {""s, "GET /"s, "GET / HTTP/1.1\r\n"s, "GET / HTTP/1.1\r\nX: "s, "GET / "s}) {
            std::string bytes = start;
            while (bytes.size() < longest_head(limits))
                bytes += filler;
            EXPECT_NE(read_whole(bytes).progress, RequestReader::Progress::need_more) << start << filler;
        }
    }
}

}  // namespace
}  // namespace placard::http
