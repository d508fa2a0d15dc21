#include "browser/address.h"

#include <gtest/gtest.h>

namespace placard::browser {
namespace {

TEST(origin_of, knows_scheme_host_and_port) {
    EXPECT_EQ(origin_of("https://Example.COM/a?b#c"), (Origin{"https", "example.com", 443}));
    EXPECT_EQ(origin_of("HTTP://example.com:8080"), (Origin{"http", "example.com", 8080}));
    EXPECT_EQ(origin_of("ws://[::1]:9/x"), (Origin{"ws", "[::1]", 9}));
    EXPECT_EQ(origin_of("http://[2001:db8::1]"), (Origin{"http", "[2001:db8::1]", 80}));
}

TEST(origin_of, is_not_fooled_about_the_host) {
    EXPECT_EQ(origin_of("http://good.example@evil.example/")->host, "evil.example");
    EXPECT_EQ(origin_of("http://good.example:80@evil.example/")->host, "evil.example");
    EXPECT_EQ(origin_of("http://evil.example/@good.example")->host, "evil.example");
    EXPECT_EQ(origin_of("http://evil.example?@good.example")->host, "evil.example");
    EXPECT_EQ(origin_of("http://evil.example#@good.example")->host, "evil.example");
    EXPECT_EQ(origin_of("http://evil.example\\@good.example")->host, "evil.example");
}

TEST(origin_of, has_nothing_for_what_does_not_go_over_the_network) {
    for (const char* address :
         {"", "file:///etc/passwd", "data:text/html,http://a/", "about:blank", "http://", "ftp://a/",
          "http://a b/", "http://a:99999/", "http://a:x/", "blob:http://a/1", "//a/"}) {
        EXPECT_EQ(origin_of(address), std::nullopt) << address;
    }
}

TEST(path_of, is_without_query_and_fragment) {
    EXPECT_EQ(path_of("http://a/b/c%20d?e=/f#g"), "/b/c%20d");
    EXPECT_EQ(path_of("http://a"), "/");
    EXPECT_EQ(path_of("http://a?b"), "/");
}

TEST(host_set, holds_the_port_and_without_one_means_the_schemes_own) {
    const auto set = HostSet::create({"cards.example", "127.0.0.1:8080", "[::1]:81"});
    ASSERT_TRUE(set);
    EXPECT_TRUE(set->contains(*origin_of("http://cards.example/")));
    EXPECT_TRUE(set->contains(*origin_of("https://CARDS.example/")));
    EXPECT_FALSE(set->contains(*origin_of("https://cards.example:8443/")));
    EXPECT_FALSE(set->contains(*origin_of("https://sub.cards.example/")));
    EXPECT_TRUE(set->contains(*origin_of("ws://127.0.0.1:8080/")));
    EXPECT_FALSE(set->contains(*origin_of("http://127.0.0.1/")));
    EXPECT_TRUE(set->contains(*origin_of("http://[::1]:81/")));
}

TEST(host_set, refuses_what_could_change_a_rule_of_the_command_line) {
    for (const char* host : {"", "*", "*.example", "a,MAP * b", "a b", "a:0", "a:70000", "a:", "[::1", "::1",
                             "http://a", "a/b", "a;b"}) {
        EXPECT_FALSE(HostSet::create({host})) << host;
    }
}

}  // namespace
}  // namespace placard::browser
