#include "card/page_address.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace placard::card {
namespace {

TEST(PageAddress, fills_in_the_id_and_the_fields) {
    const Parameters parameters{{"km", "12"}, {"days", "34"}};
    EXPECT_EQ(fill_page_address("https://x.example/?social={id}", "12-34", parameters),
              "https://x.example/?social=12-34");
    EXPECT_EQ(fill_page_address("/p/{km}/{days}/{km}", "12-34", parameters), "/p/12/34/12");
    EXPECT_EQ(fill_page_address("", "12-34", parameters), "");
}

TEST(PageAddress, encodes_everything_but_unreserved_characters) {
    const Parameters parameters{{"text", "a/b?c&d=e#f g%é\"<'{id}"}, {"plain", "aZ09-._~"}};
    EXPECT_EQ(fill_page_address("/?q={text}", "x", parameters),
              "/?q=a%2Fb%3Fc%26d%3De%23f%20g%25%C3%A9%22%3C%27%7Bid%7D");
    EXPECT_EQ(fill_page_address("/{plain}", "x", parameters), "/aZ09-._~");
    EXPECT_EQ(fill_page_address("/{id}", "profile/jane", {}), "/profile%2Fjane");
}

TEST(PageAddress, leaves_other_braces_as_they_are) {
    EXPECT_EQ(fill_page_address("/{nobody}/{/}/{{id}}", "x", {}), "/{nobody}/{/}/{x}");
}

TEST(PageAddress, names_the_placeholders_that_nobody_fills) {
    const std::vector<std::string> fields{"km", "days"};
    const auto unknown = [&](const std::string& text) { return unknown_placeholders(text, fields); };
    using Names = std::vector<std::string>;
    EXPECT_EQ(unknown("/{id}/{km}/{days}"), Names{});
    EXPECT_EQ(unknown("/{ID}/{left}/{left}/{km }"), (Names{"ID", "left", "km "}));
    EXPECT_EQ(unknown("/{}"), Names{""});
    EXPECT_EQ(unknown("/{km"), Names{"{"});
    EXPECT_EQ(unknown("/km}"), Names{"}"});
    EXPECT_EQ(unknown("/{{id}}"), (Names{"{", "}"}));
}

}  // namespace
}  // namespace placard::card
