#include <gtest/gtest.h>

#include <atomic>

#include "browser/test_server.h"
#include "browser/test_support.h"

namespace placard::browser {
namespace {

using base::ErrorCode;
using base::Fault;
using render::Ready;

class page_drawing : public BrowserTest {
protected:
    static TestAnswer page(const std::string& body) {
        return {.body = "<!doctype html><body style='margin:0'>" + body};
    }

    render::RenderJob job_with_token(const std::string& address) {
        auto job = job_of(address);
        std::get<render::PageInput>(job.input).headers.emplace_back("X-Card-Token", base::Secret("hush"));
        return job;
    }
};

TEST_F(page_drawing, shows_the_page_at_the_address) {
    TestServer server([](const TestRequest&) { return page("<style>body{background:#0f0}</style>"); });
    start({.processes = 1, .reachable_hosts = {server.host()}});
    EXPECT_EQ(picture_of(renderer_->draw(job_of(server.address()))).at(100, 50), lime);
}

TEST_F(page_drawing, sends_its_headers_to_its_own_origin_only) {
    TestServer other(
        [](const TestRequest&) { return TestAnswer{.content_type = "image/svg+xml", .body = "<svg/>"}; });
    TestServer own([&other](const TestRequest& request) {
        if (request.path == "/moved") {
            return TestAnswer{.status = 302, .headers = "Location: " + other.address("/moved-here") + "\r\n"};
        }
        if (request.path != "/") return TestAnswer{.content_type = "image/svg+xml", .body = "<svg/>"};
        return page("<img src='/own'><img src='" + other.address("/other") + "'><img src='/moved'>");
    });
    start({.processes = 1, .reachable_hosts = {own.host(), other.host()}});
    auto job = job_with_token(own.address());
    job.allowed_hosts = {other.host()};
    const auto image = renderer_->draw(job);
    ASSERT_TRUE(image) << base::describe(image.error());

    EXPECT_TRUE(own.request("/").has("X-Card-Token: hush"));
    EXPECT_TRUE(own.request("/own").has("X-Card-Token: hush"));
    EXPECT_TRUE(own.request("/moved").has("X-Card-Token: hush"));
    EXPECT_TRUE(other.request("/other").has("GET /other"));
    EXPECT_FALSE(other.request("/other").has("hush"));
    EXPECT_TRUE(other.request("/moved-here").has("GET /moved-here"));
    EXPECT_FALSE(other.request("/moved-here").has("hush"));
}

TEST_F(page_drawing, sends_no_header_any_more_once_the_document_moved_to_another_origin) {
    std::atomic<TestServer*> first = nullptr;
    TestServer second(
        [&first](const TestRequest&) { return page("<img src='" + first.load()->address("/back") + "'>"); });
    TestServer server([&second](const TestRequest& request) {
        if (request.path == "/back") return TestAnswer{.content_type = "image/svg+xml", .body = "<svg/>"};
        return TestAnswer{.status = 302, .headers = "Location: " + second.address() + "\r\n"};
    });
    first = &server;
    start({.processes = 1, .reachable_hosts = {server.host(), second.host()}});
    auto job = job_with_token(server.address());
    job.allowed_hosts = {second.host()};
    const auto image = renderer_->draw(job);
    ASSERT_TRUE(image) << base::describe(image.error());
    EXPECT_TRUE(server.request("/").has("hush"));
    EXPECT_FALSE(second.request("/").has("hush"));
    EXPECT_TRUE(server.request("/back").has("GET /back"));
    EXPECT_FALSE(server.request("/back").has("hush"));
}

TEST_F(page_drawing, fails_by_the_pages_fault_for_a_status_from_400_on) {
    TestServer server([](const TestRequest& request) {
        return TestAnswer{.status = std::stoi(request.path.substr(1)), .body = "no"};
    });
    start({.processes = 1, .reachable_hosts = {server.host()}});
    for (const char* path : {"/400", "/404", "/500", "/503"}) {
        const auto image = renderer_->draw(job_of(server.address(path)));
        ASSERT_FALSE(image) << path;
        EXPECT_EQ(image.error().code, ErrorCode::unavailable);
        EXPECT_EQ(image.error().fault, Fault::upstream);
        EXPECT_NE(image.error().message.find(path + 1), std::string::npos) << image.error().message;
    }
    EXPECT_TRUE(renderer_->draw(job_of(server.address("/200"))));
    EXPECT_EQ(renderer_->replaced(), 0u);
}

TEST_F(page_drawing, fails_by_the_pages_fault_where_nobody_answers) {
    std::string nobody;
    {
        const TestServer gone([](const TestRequest&) { return TestAnswer(); });
        nobody = gone.host();
    }
    start({.processes = 1, .reachable_hosts = {nobody}});
    const auto image = renderer_->draw(job_of("http://" + nobody + "/"));
    ASSERT_FALSE(image);
    EXPECT_EQ(image.error().code, ErrorCode::unavailable);
    EXPECT_EQ(image.error().fault, Fault::upstream);
}

TEST_F(page_drawing, that_never_gets_ready_ends_at_the_deadline_and_costs_no_browser) {
    std::atomic<TestServer*> self = nullptr;
    TestServer server([&self](const TestRequest& request) {
        if (request.path == "/signal") return page("never says so");
        if (request.path == "/loop") return page("<script>while (true);</script>");
        if (request.path == "/fine") return page("<style>body{background:#0f0}</style>");
        if (request.path != "/image") return page("<img src='/image'>");
        self.load()->wait_for_the_end();
        return TestAnswer();
    });
    self = &server;
    start({.processes = 1, .reachable_hosts = {server.host()}});
    const auto processes = renderer_->process_ids();
    for (const auto& [path, ready] :
         {std::pair("/load", Ready::load), std::pair("/idle", Ready::network_idle),
          std::pair("/signal", Ready::signal), std::pair("/loop", Ready::load)}) {
        auto job = job_of(server.address(path), ready);
        job.deadline = base::Deadline::after(std::chrono::milliseconds(1500));
        const auto image = renderer_->draw(job);
        ASSERT_FALSE(image) << path;
        EXPECT_EQ(image.error().code, ErrorCode::timeout) << base::describe(image.error());
        EXPECT_EQ(image.error().fault, Fault::upstream);
        EXPECT_EQ(picture_of(renderer_->draw(job_of(server.address("/fine")))).at(100, 50), lime);
    }
    EXPECT_EQ(renderer_->process_ids(), processes);
}

TEST_F(page_drawing, waits_for_the_signal_that_the_page_gives) {
    TestServer server([](const TestRequest&) {
        return page(
            "<script>setTimeout(() => { requestAnimationFrame(() => { document.body.style.background = "
            "'#0f0';"
            "placard.ready(); }); }, 300)</script>");
    });
    start({.processes = 1, .reachable_hosts = {server.host()}});
    EXPECT_EQ(picture_of(renderer_->draw(job_of(server.address(), Ready::signal))).at(100, 50), lime);
    EXPECT_NE(picture_of(renderer_->draw(job_of(server.address(), Ready::load))).at(100, 50), lime);
}

TEST_F(page_drawing, waits_until_the_network_is_idle) {
    TestServer server([](const TestRequest& request) {
        if (request.path == "/colour") return TestAnswer{.content_type = "text/plain", .body = "#0f0"};
        return page(
            "<script>onload = () => setTimeout(async () => {"
            "document.body.style.background = await (await fetch('/colour')).text(); }, 200)</script>");
    });
    start({.processes = 1, .reachable_hosts = {server.host()}});
    EXPECT_EQ(picture_of(renderer_->draw(job_of(server.address(), Ready::network_idle))).at(100, 50), lime);
}

TEST_F(page_drawing, sees_nothing_of_an_earlier_page) {
    TestServer server([](const TestRequest& request) {
        return TestAnswer{
            .body = std::string("<script>document.documentElement.style.background = ") +
                    (request.has("Cookie:") ? "'#f00'" : "localStorage.left ? '#00f' : '#0f0'") +
                    "; localStorage.left = 1; document.cookie = 'left=1'</script>",
            .headers = "Set-Cookie: a=b; Max-Age=1000\r\n"};
    });
    start({.processes = 1, .reachable_hosts = {server.host()}});
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(picture_of(renderer_->draw(job_of(server.address()))).at(100, 50), lime);
}

TEST_F(page_drawing, is_refused_where_the_document_redirects_to_a_forbidden_host) {
    TestServer forbidden([](const TestRequest&) { return page("secret"); });
    TestServer server([&forbidden](const TestRequest&) {
        return TestAnswer{.status = 302, .headers = "Location: " + forbidden.address() + "\r\n"};
    });
    start({.processes = 1, .reachable_hosts = {server.host(), forbidden.host()}});
    const auto image = renderer_->draw(job_of(server.address()));
    ASSERT_FALSE(image);
    EXPECT_EQ(image.error().code, ErrorCode::refused);
    EXPECT_EQ(image.error().fault, Fault::upstream);
    EXPECT_EQ(forbidden.connections(), 0u);
}

TEST_F(page_drawing, is_refused_where_an_image_is_on_a_forbidden_host) {
    TestServer forbidden([](const TestRequest&) { return TestAnswer(); });
    TestServer server([&forbidden](const TestRequest& request) {
        if (request.path == "/redirect") {
            return TestAnswer{.status = 302, .headers = "Location: " + forbidden.address() + "\r\n"};
        }
        return page("<img src='" + (request.path == "/direct" ? forbidden.address() : "/redirect") + "'>");
    });
    start({.processes = 1, .reachable_hosts = {server.host(), forbidden.host()}});
    for (const char* path : {"/direct", "/redirected"}) {
        const auto image = renderer_->draw(job_of(server.address(path)));
        ASSERT_FALSE(image) << path;
        EXPECT_EQ(image.error().code, ErrorCode::refused);
    }
    EXPECT_EQ(forbidden.connections(), 0u);
    EXPECT_NE(log_.of("browser_request_refused").find(forbidden.host()), std::string::npos);
}

TEST_F(page_drawing, of_an_address_that_is_none_of_ours_is_refused_before_a_browser_is_taken) {
    start();
    for (const auto& [address, code] :
         {std::pair("file:///etc/passwd", ErrorCode::invalid),
          std::pair("data:text/html,x", ErrorCode::invalid),
          std::pair("chrome://version", ErrorCode::invalid), std::pair("ws://127.0.0.1/", ErrorCode::invalid),
          std::pair("", ErrorCode::invalid), std::pair("http://127.0.0.1:1/", ErrorCode::refused)}) {
        const auto image = renderer_->draw(job_of(address));
        ASSERT_FALSE(image) << address;
        EXPECT_EQ(image.error().code, code) << address;
    }
}

TEST_F(page_drawing, goes_on_past_dialogs) {
    TestServer server([](const TestRequest&) {
        return page(
            "<script>alert(1); document.body.style.background = confirm('x') ? '#f00' : '#0f0'</script>");
    });
    start({.processes = 1, .reachable_hosts = {server.host()}});
    EXPECT_EQ(picture_of(renderer_->draw(job_of(server.address()))).at(100, 50), lime);
}

TEST_F(page_drawing, shows_a_frame_of_another_allowed_site) {
    TestServer server([](const TestRequest& request) {
        if (request.path == "/frame") return page("<style>body{background:#0f0}</style>");
        const std::size_t port = request.head.find("127.0.0.1:") + 10;
        const std::string other =
            "localhost:" + request.head.substr(port, request.head.find("\r\n", port) - port);
        return page("<iframe style='border:0;width:200px;height:100px' src='http://" + other +
                    "/frame'></iframe>");
    });
    const std::string other = "localhost" + server.host().substr(server.host().find(':'));
    start({.processes = 1, .reachable_hosts = {server.host(), other}});
    auto job = job_of(server.address());
    job.allowed_hosts = {other};
    EXPECT_EQ(picture_of(renderer_->draw(job)).at(100, 50), lime);
}

}  // namespace
}  // namespace placard::browser
