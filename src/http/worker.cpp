#include "http/worker.h"

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <exception>

#include "http/connection.h"
#include "http/date.h"
#include "http/response_head.h"

namespace placard::http {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;
using boost::system::error_code;

// A quarter of the shortest limit, so that none is passed by much; four times a second at the most common
// ones.
std::chrono::milliseconds tick_for(const ServerOptions& options) {
    const auto shortest = std::min({options.header_timeout, options.idle_timeout, options.write_timeout});
    return std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(250));
}

// sendfile() has no flag against it. Blocked for this thread alone, the signal never comes to anybody.
void ignore_broken_pipes() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

awaitable<void> keep_running(std::unique_ptr<LiveConnection> connection) {
    co_await connection->run();
}

bool is_closed(const error_code& error) {
    return error == asio::error::operation_aborted || error == asio::error::bad_descriptor;
}

// The client was gone before it was accepted: on Linux accept() gives errors of the new socket's network.
bool concerns_one_client(const error_code& error) {
    return error == asio::error::connection_aborted || error == asio::error::network_down ||
           error == asio::error::network_unreachable || error == asio::error::host_unreachable ||
           error == boost::system::errc::protocol_error || error == asio::error::operation_not_supported;
}

}  // namespace

Worker::Worker(Service& service)
    : service_(service),
      io_(std::make_unique<asio::io_context>(1)),
      work_(io_->get_executor()),
      tick_(io_->get_executor()),
      tick_length_(tick_for(service.options)) {
    update_date();
}

Worker::~Worker() = default;

base::Result<Endpoint> Worker::listen(const Endpoint& endpoint) {
    auto acceptor = listen_on(*io_, endpoint);
    if (!acceptor) return tl::unexpected(acceptor.error());
    acceptors_.push_back(std::move(*acceptor));
    return local_endpoint(acceptors_.back());
}

void Worker::start() {
    const auto ends_the_program = [](const std::exception_ptr& error) {
        if (error) std::rethrow_exception(error);
    };
    for (Acceptor& acceptor : acceptors_)
        asio::co_spawn(*io_, accept_from(acceptor), ends_the_program);
    asio::co_spawn(*io_, keep_time(), ends_the_program);
    service_.listening.fetch_add(1);
    std::promise<void> ended;
    ended_ = ended.get_future();
    thread_ = std::thread([this, promise = std::move(ended)]() mutable {
        ignore_broken_pipes();
        io_->run();
        promise.set_value();
    });
}

awaitable<void> Worker::accept_from(Acceptor& acceptor) {
    while (acceptor.is_open()) {
        Socket socket(io_->get_executor());
        tcp::endpoint peer;
        error_code error;
        co_await acceptor.async_accept(socket, peer, asio::redirect_error(asio::use_awaitable, error));
        if (!error) {
            admit(std::move(socket), peer);
        } else if (is_closed(error)) {
            co_return;
        } else if (!concerns_one_client(error)) {
            // Too many open files, or no memory: others have to end first.
            service_.log.error("accept_failed", {{"error", error.message()}});
            Timer pause(io_->get_executor(), std::chrono::seconds(1));
            co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
        }
    }
}

void Worker::admit(Socket socket, const tcp::endpoint& peer) {
    if (!service_.take_place()) {
        turn_away(std::move(socket), peer);
        return;
    }
    std::unique_ptr<LiveConnection> connection = std::make_unique<Connection<PlainStream>>(
        PlainStream(std::move(socket)), service_, address_of(peer), date_);
    connections_.push_back(*connection);
    asio::co_spawn(*io_, keep_running(std::move(connection)), [](const std::exception_ptr&) {});
}

// Past the limit a client gets a 503 and nothing else: no memory, no waiting. What it has sent already is
// read, as closing with unread bytes would take the answer back.
void Worker::turn_away(Socket socket, const tcp::endpoint& peer) {
    const Response response = plain_response(503);
    std::string answer;
    append_response_head(answer, response, {.date = date_, .persistence = Persistence::close});
    const std::size_t head = answer.size();
    answer.append(content_of(response, Method::get));

    error_code error;
    socket.non_blocking(true, error);
    std::array<char, 4096> scratch;
    socket.read_some(asio::buffer(scratch), error);
    const std::size_t sent = socket.write_some(asio::buffer(answer), error);
    socket.shutdown(asio::socket_base::shutdown_send, error);

    const std::string client = address_of(peer);
    Exchange exchange;
    exchange.response = &response;
    exchange.client = client;
    exchange.bytes = sent - std::min(sent, head);
    exchange.complete = sent == answer.size();
    service_.observer.finished(exchange);
}

awaitable<void> Worker::keep_time() {
    // A flag beside the cancelled wait: a tick that has come already can't be cancelled any more.
    while (!stopping_) {
        update_date();
        const base::SteadyTime now = std::chrono::steady_clock::now();
        for (LiveConnection& connection : connections_) {
            if (connection.expired(now)) connection.expire();
        }
        tick_.expires_at(now + tick_length_);
        error_code ignored;
        co_await tick_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
}

void Worker::update_date() {
    const base::WallTime now = base::system_clock().wall_now();
    const auto second = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
    if (second == date_second_) return;
    date_second_ = second;
    date_ = format_date(now);
}

void Worker::begin_drain() {
    asio::post(*io_, [this] {
        close_acceptors();
        for (LiveConnection& connection : connections_)
            connection.end_if_idle();
    });
}

// Whoever has connected is not turned away with a reset.
void Worker::close_acceptors() {
    if (acceptors_closed_) return;
    acceptors_closed_ = true;
    for (Acceptor& acceptor : acceptors_) {
        while (acceptor.is_open()) {
            Socket socket(io_->get_executor());
            tcp::endpoint peer;
            error_code error;
            acceptor.accept(socket, peer, error);
            if (error) break;
            admit(std::move(socket), peer);
        }
        error_code ignored;
        acceptor.close(ignored);
    }
    service_.end_listening();
}

void Worker::cut_off() {
    asio::post(*io_, [this] {
        for (LiveConnection& connection : connections_)
            connection.cut_off();
    });
}

void Worker::stop(base::SteadyTime deadline) {
    if (!thread_.joinable()) return;
    asio::post(*io_, [this] {
        close_acceptors();
        for (LiveConnection& connection : connections_)
            connection.cut_off();
        stopping_ = true;
        tick_.cancel();
        work_.reset();
    });
    const bool ended = ended_.wait_until(deadline) == std::future_status::ready;
    if (!ended) io_->stop();
    thread_.join();
    if (ended) return;
    service_.log.error("handler_left_behind", {{"connections", service_.connections.load()}});
    // The frames refer to the sockets' services, so these go with them.
    static_cast<void>(io_.release());
}

}  // namespace placard::http
