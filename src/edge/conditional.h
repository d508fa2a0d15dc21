// Conditional and range requests (RFC 9110 sections 13 and 14), decided once in front of everything that
// answers.
#pragma once

#include "http/handler.h"

namespace placard::edge {

// Turns a 200 of the next handler into 304, 206, 412 or 416 where the request's fields ask for it: If-Match,
// If-None-Match, If-Modified-Since, If-Unmodified-Since, If-Range, Range with one range. Several ranges, and
// forms that it does not know, get the 200.
class Conditional final : public http::Handler {
public:
    explicit Conditional(http::Handler& next) : next_(next) {}
    boost::asio::awaitable<http::Response> handle(const http::Request& request) override;

private:
    http::Handler& next_;
};

}  // namespace placard::edge
