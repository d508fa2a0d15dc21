#include "edge/conditional.h"

#include <gtest/gtest.h>

#include <ostream>

#include "edge/test_handlers.h"

namespace placard::edge {
namespace {

using namespace std::chrono;

constexpr const char* modified = "Sun, 06 Nov 1994 08:49:37 GMT";
constexpr const char* before = "Sun, 06 Nov 1994 08:49:36 GMT";
constexpr const char* after = "Sun, 06 Nov 1994 08:49:38 GMT";

struct Case {
    const char* name;
    std::vector<http::HeaderField> fields;
    int status;
    std::string content_range = "";  // "first-last", or the field of a 416
};
void PrintTo(const Case& value, std::ostream* out) {
    *out << value.name;
}

const std::vector<Case> cases = {
    {"none", {}, 200},
    {"same_tag", {{"If-None-Match", "\"v1\""}}, 304},
    {"same_tag_weak", {{"If-None-Match", "W/\"v1\""}}, 304},
    {"other_tag", {{"If-None-Match", "\"v2\""}}, 200},
    {"any_tag", {{"If-None-Match", "*"}}, 304},
    {"tag_in_a_list", {{"If-None-Match", "\"a,b\" , W/\"x\",\"v1\""}}, 304},
    {"tag_within_another", {{"If-None-Match", "\"x, \"v1\""}}, 200},
    {"tag_in_a_second_line", {{"If-None-Match", "\"a\""}, {"if-none-match", "\"v1\""}}, 304},
    {"tag_without_quotes", {{"If-None-Match", "v1"}}, 200},
    {"tag_without_end", {{"If-None-Match", "\"v1"}}, 200},
    {"empty_list", {{"If-None-Match", ""}}, 200},
    {"not_modified", {{"If-Modified-Since", modified}}, 304},
    {"not_modified_later", {{"If-Modified-Since", after}}, 304},
    {"modified", {{"If-Modified-Since", before}}, 200},
    {"no_date", {{"If-Modified-Since", "yesterday"}}, 200},
    {"tag_goes_before_date", {{"If-Modified-Since", modified}, {"If-None-Match", "\"v2\""}}, 200},
    {"tag_goes_before_date_too", {{"If-Modified-Since", before}, {"If-None-Match", "\"v1\""}}, 304},
    {"match", {{"If-Match", "\"v1\""}}, 200},
    {"match_any", {{"If-Match", "*"}}, 200},
    {"match_is_strong", {{"If-Match", "W/\"v1\""}}, 412},
    {"no_match", {{"If-Match", "\"v2\""}}, 412},
    {"no_match_goes_first", {{"If-Match", "\"v2\""}, {"If-None-Match", "\"v1\""}}, 412},
    {"unmodified", {{"If-Unmodified-Since", modified}}, 200},
    {"not_unmodified", {{"If-Unmodified-Since", before}}, 412},
    {"unmodified_without_date", {{"If-Unmodified-Since", "x"}}, 200},
    {"match_goes_before_unmodified", {{"If-Match", "\"v1\""}, {"If-Unmodified-Since", before}}, 200},

    {"range", {{"Range", "bytes=2-5"}}, 206, "2-5"},
    {"range_of_one", {{"Range", "bytes=0-0"}}, 206, "0-0"},
    {"range_open", {{"Range", "bytes=7-"}}, 206, "7-9"},
    {"range_past_the_end", {{"Range", "bytes=7-99"}}, 206, "7-9"},
    {"range_huge", {{"Range", "bytes=7-99999999999999999999999999"}}, 206, "7-9"},
    {"range_suffix", {{"Range", "bytes=-3"}}, 206, "7-9"},
    {"range_suffix_of_more", {{"Range", "bytes=-30"}}, 206, "0-9"},
    {"range_unit_in_capitals", {{"Range", "BYTES=2-5"}}, 206, "2-5"},
    {"range_behind_the_end", {{"Range", "bytes=10-"}}, 416, "bytes */10"},
    {"range_far_behind", {{"Range", "bytes=99999999999999999999999999-"}}, 416, "bytes */10"},
    {"range_empty_suffix", {{"Range", "bytes=-0"}}, 416, "bytes */10"},
    {"range_backwards", {{"Range", "bytes=5-2"}}, 200},
    {"ranges", {{"Range", "bytes=0-1,4-5"}}, 200},
    {"range_twice", {{"Range", "bytes=0-1"}, {"Range", "bytes=0-1"}}, 200},
    {"range_of_another_unit", {{"Range", "lines=0-1"}}, 200},
    {"range_of_nothing", {{"Range", "bytes=-"}}, 200},
    {"range_without_dash", {{"Range", "bytes=5"}}, 200},
    {"range_signed", {{"Range", "bytes=+1-5"}}, 200},
    {"range_if_same", {{"Range", "bytes=2-5"}, {"If-Range", "\"v1\""}}, 206, "2-5"},
    {"range_if_other", {{"Range", "bytes=2-5"}, {"If-Range", "\"v2\""}}, 200},
    {"range_if_weak", {{"Range", "bytes=2-5"}, {"If-Range", "W/\"v1\""}}, 200},
    {"range_if_date", {{"Range", "bytes=2-5"}, {"If-Range", modified}}, 206, "2-5"},
    {"range_if_later_date", {{"Range", "bytes=2-5"}, {"If-Range", after}}, 200},
    {"range_if_nonsense", {{"Range", "bytes=2-5"}, {"If-Range", "x"}}, 200},
    {"range_if_other_behind_the_end", {{"Range", "bytes=10-"}, {"If-Range", "\"v2\""}}, 200},
    {"range_after_not_modified", {{"Range", "bytes=2-5"}, {"If-None-Match", "\"v1\""}}, 304},
    {"range_after_match", {{"Range", "bytes=2-5"}, {"If-Match", "\"v1\""}}, 206, "2-5"},
};

http::Response ten_bytes() {
    auto representation = std::make_shared<http::Representation>();
    representation->body = base::Blob("0123456789");
    representation->content_type = "image/png";
    representation->etag = "\"v1\"";
    representation->last_modified = sys_days(1994y / November / 6) + 8h + 49min + 37s + 500ms;
    http::Response response;
    response.representation = std::move(representation);
    response.trace.cache_status = "hit";
    return response;
}

class ConditionalTable : public testing::TestWithParam<Case> {};

TEST_P(ConditionalTable, decides_as_the_rfc_says) {
    ScriptedHandler next;
    next.next = ten_bytes();
    Conditional conditional(next);
    const http::Response response = call(conditional, get("/a", GetParam().fields));
    EXPECT_EQ(response.status, GetParam().status);
    EXPECT_EQ(response.trace.cache_status, "hit");
    EXPECT_EQ(response.outcome, http::Outcome::answer);
    ASSERT_EQ(response.range.has_value(), response.status == 206);
    if (response.status == 206) {
        EXPECT_EQ(std::to_string(response.range->first) + "-" + std::to_string(response.range->last),
                  GetParam().content_range);
    }
    if (response.status == 416) {
        ASSERT_EQ(response.fields.size(), 1u);
        EXPECT_EQ(response.fields[0].name, "Content-Range");
        EXPECT_EQ(response.fields[0].value, GetParam().content_range);
    }
}

INSTANTIATE_TEST_SUITE_P(Table, ConditionalTable, testing::ValuesIn(cases),
                         [](const auto& parameter) { return std::string(parameter.param.name); });

TEST(Conditional, knows_ranges_for_get_alone) {
    ScriptedHandler next;
    next.next = ten_bytes();
    Conditional conditional(next);
    http::Request head = get("/a", {{"Range", "bytes=2-5"}});
    head.method = http::Method::head;
    EXPECT_EQ(call(conditional, head).status, 200);
    head.fields = {{"If-None-Match", "\"v1\""}};
    EXPECT_EQ(call(conditional, head).status, 304);
}

TEST(Conditional, leaves_errors_alone) {
    ScriptedHandler next;
    next.next = http::plain_response(500);
    Conditional conditional(next);
    EXPECT_EQ(call(conditional, get("/a", {{"If-None-Match", "*"}, {"Range", "bytes=0-1"}})).status, 500);
}

TEST(Conditional, can_give_no_part_of_nothing) {
    ScriptedHandler next;
    next.next = picture("", {});
    Conditional conditional(next);
    EXPECT_EQ(call(conditional, get("/a", {{"Range", "bytes=0-"}})).status, 416);
    EXPECT_EQ(call(conditional, get("/a", {{"Range", "bytes=-1"}})).status, 416);
}

TEST(Conditional, has_nothing_to_compare_dates_with_where_there_is_none) {
    ScriptedHandler next;
    next.next = picture("0123456789", {});
    Conditional conditional(next);
    EXPECT_EQ(call(conditional, get("/a", {{"If-Modified-Since", after}})).status, 200);
    EXPECT_EQ(call(conditional, get("/a", {{"If-Unmodified-Since", before}})).status, 200);
    EXPECT_EQ(call(conditional, get("/a", {{"Range", "bytes=0-1"}, {"If-Range", modified}})).status, 200);
}

}  // namespace
}  // namespace placard::edge
