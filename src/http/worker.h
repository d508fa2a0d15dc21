// One thread of the server with everything that belongs to it alone: event loop, listening sockets,
// connections.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "http/listener.h"
#include "http/live_connection.h"
#include "http/service.h"

namespace placard::http {

class Worker {
public:
    explicit Worker(Service& service);
    // After stop().
    ~Worker();

    // Before start().
    base::Result<Endpoint> listen(const Endpoint& endpoint);
    void start();

    // From any other thread, any number of times. Closes the listening sockets, once those that had connected
    // are accepted, and the connections on which nothing has been asked.
    void begin_drain();
    // Cuts off every connection.
    void cut_off();
    // Cuts off, and waits until every coroutine of the thread has ended. Where a handler does not end by the
    // deadline, its coroutine is left behind for good, so that whatever resumes it later does no harm.
    void stop(base::SteadyTime deadline);

private:
    using Timer =
        boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                          boost::asio::wait_traits<std::chrono::steady_clock>, IoExecutor>;

    boost::asio::awaitable<void> accept_from(Acceptor& acceptor);
    void admit(Socket socket, const boost::asio::ip::tcp::endpoint& peer);
    void turn_away(Socket socket, const boost::asio::ip::tcp::endpoint& peer);
    void close_acceptors();
    boost::asio::awaitable<void> keep_time();
    void update_date();

    Service& service_;
    // Holds each coroutine's frame, and with it each connection; the list must outlive it.
    LiveConnections connections_;
    std::unique_ptr<boost::asio::io_context> io_;
    boost::asio::executor_work_guard<IoExecutor> work_;
    std::vector<Acceptor> acceptors_;
    bool acceptors_closed_ = false;
    bool stopping_ = false;
    Timer tick_;
    std::chrono::milliseconds tick_length_;
    std::chrono::seconds date_second_{-1};
    std::string date_;
    std::thread thread_;
    std::future<void> ended_;
};

}  // namespace placard::http
