// For tests: a handler that answers as it is told, and a way to call handlers without a server.
#pragma once

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "http/handler.h"

namespace placard::edge {

inline http::Request get(std::string target, std::vector<http::HeaderField> fields = {}) {
    http::Request request;
    request.target = std::move(target);
    request.fields = std::move(fields);
    return request;
}

inline http::Response picture(std::string body, http::CachePolicy policy) {
    auto representation = std::make_shared<http::Representation>();
    representation->body = base::Blob(std::move(body));
    representation->content_type = "image/png";
    representation->etag = "\"v1\"";
    representation->policy = policy;
    http::Response response;
    response.representation = std::move(representation);
    return response;
}

// Answers with `next`, or what `script` makes of the request; counts the calls.
class ScriptedHandler final : public http::Handler {
public:
    boost::asio::awaitable<http::Response> handle(const http::Request& request) override {
        ++calls;
        last_method = request.method;
        // Like a real one, it does not answer at once.
        co_await boost::asio::post(co_await boost::asio::this_coro::executor, boost::asio::use_awaitable);
        if (script) co_return script(request);
        co_return next;
    }

    std::atomic<int> calls = 0;
    std::atomic<http::Method> last_method = http::Method::get;
    http::Response next = http::plain_response(404);
    std::function<http::Response(const http::Request&)> script;
};

// Calls the handler and lets everything that it started run to its end.
inline http::Response call(http::Handler& handler, const http::Request& request) {
    boost::asio::io_context io(1);
    std::optional<http::Response> answer;
    boost::asio::co_spawn(io, handler.handle(request),
                          [&](const std::exception_ptr& error, http::Response response) {
                              if (!error) answer = std::move(response);
                          });
    io.run();
    return answer.value();
}

}  // namespace placard::edge
