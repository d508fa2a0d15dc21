#include "cli/listen_address.h"

#include <gtest/gtest.h>

namespace placard::cli {
namespace {

TEST(ListenAddress, of_every_interface_is_opened_on_localhost) {
    EXPECT_EQ(browsable_address({"::", 8080}), "http://localhost:8080/");
    EXPECT_EQ(browsable_address({"0.0.0.0", 80}), "http://localhost:80/");
    EXPECT_EQ(browsable_address({"::1", 81}), "http://[::1]:81/");
    EXPECT_EQ(browsable_address({"192.0.2.7", 82}), "http://192.0.2.7:82/");
}

TEST(ListenAddress, the_wrong_one_of_several_is_the_error) {
    const auto parsed = parse_listen_addresses({"127.0.0.1:0", "nowhere"});
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().code, base::ErrorCode::invalid);
    EXPECT_EQ(parse_listen_addresses({"127.0.0.1:0", "[::]:8080"})->size(), 2u);
}

}  // namespace
}  // namespace placard::cli
