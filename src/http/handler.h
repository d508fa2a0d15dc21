// What stands behind the server: handlers, each of which may wrap the next.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "http/message.h"

namespace placard::http {

// handle() runs as a coroutine on the connection's thread and is resumed there; it must not block. The
// request lives until the returned awaitable has ended. Handlers are shared by all threads. It never throws:
// failures are answers.
class Handler {
public:
    virtual ~Handler() = default;
    virtual boost::asio::awaitable<Response> handle(const Request& request) = 0;
};

}  // namespace placard::http
