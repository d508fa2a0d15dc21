#include "observe/health.h"

#include <memory>
#include <string>
#include <utility>

namespace placard::observe {
namespace {

http::Response text_response(int status, std::string line) {
    auto representation = std::make_shared<http::Representation>();
    representation->body = base::Blob(std::move(line) + '\n');
    representation->content_type = "text/plain; charset=utf-8";
    representation->policy.no_store = true;
    http::Response response;
    response.status = status;
    response.representation = std::move(representation);
    if (status >= 500) response.outcome = http::Outcome::failure;
    return response;
}

}  // namespace

boost::asio::awaitable<http::Response> Health::handle(const http::Request&) {
    co_return text_response(200, "ok");
}

boost::asio::awaitable<http::Response> Readiness::handle(const http::Request&) {
    std::string reason = check_();
    if (reason.empty()) co_return text_response(200, "ready");
    co_return text_response(503, std::move(reason));
}

}  // namespace placard::observe
