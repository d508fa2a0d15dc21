// The HTTP/1.1 server: one thread a core, each with its own event loop and listening socket (SO_REUSEPORT).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/log.h"
#include "http/handler.h"

namespace placard::http {

struct Endpoint {
    std::string host;  // numeric
    std::uint16_t port = 0;
};

struct ServerOptions {
    std::vector<Endpoint> listen;
    std::size_t threads = 0;  // 0: one a core
    std::size_t max_connections = 10000;
    std::size_t max_target = 2048;
    std::size_t max_header = 16 * 1024;
    std::chrono::milliseconds header_timeout{10000};
    std::chrono::milliseconds idle_timeout{60000};
    std::chrono::milliseconds write_timeout{30000};
};

// One finished exchange, whether or not the whole answer was taken.
struct Exchange {
    const Request* request = nullptr;    // null where none could be parsed (400, 408, 414, 431)
    const Response* response = nullptr;  // never null
    std::string_view client;
    std::string_view method;  // as it came, cut to 32 bytes; empty where there was none
    std::string_view target;  // as it came, cut to max_target; empty where there was none
    std::uint64_t bytes = 0;  // of the answer's content that were sent
    bool complete = false;    // false: the client went away or was too slow
    base::Duration duration{};
};

// Told of every exchange, on the connection's thread; must not block.
class ExchangeObserver {
public:
    virtual ~ExchangeObserver() = default;
    virtual void finished(const Exchange& exchange) = 0;
};

class Server {
public:
    // Binds and listens on every address before it returns; `handler`, `observer` and `log` outlive the
    // server. ErrorCode::unavailable where an address can't be bound; the message names it.
    static base::Result<std::unique_ptr<Server>> create(ServerOptions options, Handler& handler,
                                                        ExchangeObserver& observer, base::Log& log);
    ~Server();

    // The bound addresses, with the ports that were free where 0 was asked for.
    const std::vector<Endpoint>& endpoints() const;

    // Starts the threads and returns.
    void start();
    // Closes the listening sockets and idle connections, answers what has been asked with "Connection:
    // close", and returns when the last connection has ended or the timeout passes (what is left is cut off
    // then). true: everything had been answered. Safe to call from any thread but the server's own.
    bool drain(std::chrono::milliseconds timeout);
    // Cuts off a drain() that is waiting.
    void abort();

    std::size_t connections() const;

private:
    struct State;
    explicit Server(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace placard::http
