// For tests: a server on a free port with a handler that answers as its target says.
#pragma once

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "http/kernel_copy.h"
#include "http/server.h"

namespace placard::http {

// Coroutines wait at it until a test opens it.
class Gate {
public:
    boost::asio::awaitable<void> pass() {
        const auto executor = co_await boost::asio::this_coro::executor;
        auto timer = std::make_shared<boost::asio::steady_timer>(executor);
        timer->expires_at(boost::asio::steady_timer::time_point::max());
        {
            const std::lock_guard lock(mutex_);
            waiting_.push_back(timer);
        }
        changed_.notify_all();
        boost::system::error_code ignored;
        co_await timer->async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    }
    void wait_for(std::size_t count) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return waiting_.size() >= count; });
    }
    void open() {
        const std::lock_guard lock(mutex_);
        for (const auto& timer : waiting_) {
            boost::asio::post(timer->get_executor(), [timer] { timer->cancel(); });
        }
        waiting_.clear();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::shared_ptr<boost::asio::steady_timer>> waiting_;
};

// "/echo…": its own target as the body. "/large/N": N bytes. "/wait…": as /echo, once the gate is open.
// "/throw".
// "/copied/…": numbers, sent from a kernel copy; "/copied/part": bytes 1000 to 900000 of them.
// "/range": bytes 2 to 5 of ten as a 206. "/same": a 304.
class TestHandler final : public Handler {
public:
    boost::asio::awaitable<Response> handle(const Request& request) override {
        if (request.target == "/throw") throw std::runtime_error("as the test wishes");
        if (request.target == "/nothing") co_return Response{};
        if (request.target.starts_with("/wait")) co_await gate.pass();
        Response response;
        auto representation = std::make_shared<Representation>();
        representation->content_type = "image/jpeg";
        representation->etag = "\"e\"";
        representation->policy.max_age = std::chrono::seconds(60);
        if (request.target.starts_with("/large/")) {
            representation->body = base::Blob(std::string(std::stoul(request.target.substr(7)), 'x'));
        } else if (request.target.starts_with("/copied/")) {
            std::string bytes;
            while (bytes.size() < 3000000)
                bytes += std::to_string(bytes.size()) + " ";
            representation->body = base::Blob(std::move(bytes));
            representation->kernel_copy = KernelCopy::create(representation->body.view());
            if (request.target == "/copied/part") {
                response.status = 206;
                response.range = ByteRange{1000, 900000};
            }
        } else if (request.target == "/range") {
            representation->body = base::Blob("0123456789");
            response.status = 206;
            response.range = ByteRange{2, 5};
        } else {
            if (request.target == "/same") response.status = 304;
            representation->body = base::Blob(request.target + " for " + request.client);
        }
        response.representation = std::move(representation);
        co_return response;
    }

    Gate gate;
};

struct SeenExchange {
    int status = 0;
    std::string method;
    std::string target;
    std::string client;
    bool with_request = false;
    bool complete = false;
    std::uint64_t bytes = 0;
};

class RecordingObserver final : public ExchangeObserver {
public:
    void finished(const Exchange& exchange) override {
        const std::lock_guard lock(mutex_);
        seen_.push_back({exchange.response->status, std::string(exchange.method),
                         std::string(exchange.target), std::string(exchange.client),
                         exchange.request != nullptr, exchange.complete, exchange.bytes});
        changed_.notify_all();
    }
    // The exchange with that number, from 0; waits until it has happened.
    SeenExchange at(std::size_t index) {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, std::chrono::seconds(20), [&] { return seen_.size() > index; })) {
            throw std::runtime_error("no such exchange");
        }
        return seen_[index];
    }
    std::size_t count() {
        const std::lock_guard lock(mutex_);
        return seen_.size();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<SeenExchange> seen_;
};

// One thread, so that the order of what is observed is that of what was asked.
struct TestServer {
    explicit TestServer(const std::function<void(ServerOptions&)>& configure = {}) {
        ServerOptions options;
        options.listen = {{"127.0.0.1", 0}};
        options.threads = 1;
        if (configure) configure(options);
        auto created = Server::create(options, handler, observer, base::null_log());
        if (!created) throw std::runtime_error(describe(created.error()));
        server = std::move(*created);
        server->start();
    }
    // So that no coroutine waits for a gate that nobody opens.
    ~TestServer() {
        handler.gate.open();
        server.reset();
    }
    std::uint16_t port() const { return server->endpoints().front().port; }

    TestHandler handler;
    RecordingObserver observer;
    std::unique_ptr<Server> server;
};

}  // namespace placard::http
