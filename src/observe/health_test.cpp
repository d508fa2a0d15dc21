#include "observe/health.h"

#include <gtest/gtest.h>

#include <boost/asio.hpp>
#include <string>

namespace placard::observe {
namespace {

http::Response ask(http::Handler& handler) {
    const http::Request request;
    boost::asio::io_context loop(1);
    auto response = boost::asio::co_spawn(loop, handler.handle(request), boost::asio::use_future);
    loop.run();
    return response.get();
}

TEST(Health, is_ok_as_long_as_it_answers) {
    Health health;
    const http::Response response = ask(health);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.representation->body.view(), "ok\n");
    EXPECT_TRUE(response.representation->policy.no_store);
}

TEST(Readiness, says_why_it_is_not_ready) {
    std::string reason = "the browser is not running";
    Readiness readiness([&reason] { return reason; });
    const http::Response not_ready = ask(readiness);
    EXPECT_EQ(not_ready.status, 503);
    EXPECT_EQ(not_ready.outcome, http::Outcome::failure);
    EXPECT_EQ(not_ready.representation->body.view(), "the browser is not running\n");
    reason.clear();
    const http::Response ready = ask(readiness);
    EXPECT_EQ(ready.status, 200);
    EXPECT_EQ(ready.outcome, http::Outcome::answer);
    EXPECT_EQ(ready.representation->body.view(), "ready\n");
}

}  // namespace
}  // namespace placard::observe
