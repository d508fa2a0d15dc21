// "/-/health": is the process alive. "/-/ready": would a request now be answered with a card.
#pragma once

#include <functional>

#include "http/handler.h"

namespace placard::observe {

// 200 "ok" for as long as the process answers at all.
class Health final : public http::Handler {
public:
    boost::asio::awaitable<http::Response> handle(const http::Request& request) override;
};

// 200 "ready", or 503 with the reason in one line. The check must be quick and thread-safe; empty text:
// ready.
class Readiness final : public http::Handler {
public:
    explicit Readiness(std::function<std::string()> reason_not_ready) : check_(std::move(reason_not_ready)) {}
    boost::asio::awaitable<http::Response> handle(const http::Request& request) override;

private:
    std::function<std::string()> check_;
};

}  // namespace placard::observe
