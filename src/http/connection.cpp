#include "http/connection.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>

#include "http/response_head.h"

namespace placard::http {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using boost::system::error_code;

constexpr auto linger_timeout = std::chrono::seconds(2);
constexpr std::size_t linger_bytes = 1024 * 1024;
// What the header strings of one connection may keep between answers.
constexpr std::size_t resting_head_size = 4096;

base::SteadyTime now() {
    return std::chrono::steady_clock::now();
}

// Below this a second call costs more than the copy.
constexpr std::size_t worth_a_kernel_copy = 16 * 1024;

Outgoing outgoing_of(std::string_view head, std::string_view content, const Representation& representation) {
    Outgoing outgoing{.head = head, .content = content};
    if (representation.kernel_copy && content.size() >= worth_a_kernel_copy) {
        outgoing.copy = representation.kernel_copy.get();
        outgoing.copy_offset = static_cast<std::size_t>(content.data() - representation.body.view().data());
    }
    return outgoing;
}

}  // namespace

template <class Stream>
Connection<Stream>::Connection(Stream stream, Service& service, std::string client, const std::string& date)
    : stream_(std::move(stream)),
      service_(service),
      date_(date),
      input_(longest_head(service.limits())),
      reader_(service.limits()),
      arrived_(now()) {
    reader_.request().client = std::move(client);
}

template <class Stream>
Connection<Stream>::~Connection() {
    service_.leave_place();
}

template <class Stream>
awaitable<void> Connection<Stream>::run() {
    try {
        co_await serve();
    } catch (const std::exception& exception) {
        // Out of memory, most likely: this connection ends, the others go on.
        service_.log.error("connection_failed", {{"error", exception.what()}});
    }
}

template <class Stream>
awaitable<void> Connection<Stream>::serve() {
    while (persistence_ == Persistence::keep_alive && !broken_) {
        const RequestReader::Progress progress = reader_.read(input_.view());
        if (progress == RequestReader::Progress::need_more) {
            const bool received = co_await receive();
            if (!received) co_return;
            continue;
        }
        if (progress == RequestReader::Progress::request) {
            co_await answer();
        } else {
            co_await refuse(reader_.status(), reader_.line());
        }
        input_.consume(reader_.consumed());
        reader_.next();
        fresh_ = false;
    }
    if (!broken_) co_await linger();
}

template <class Stream>
awaitable<bool> Connection<Stream>::receive() {
    if (input_.empty() && service_.draining.load(std::memory_order_relaxed))
        co_return receive_without_waiting();
    if (input_.empty()) {
        enter(Phase::idle,
              arrived_ + (fresh_ ? service_.options.header_timeout : service_.options.idle_timeout));
    } else {
        enter(Phase::reading, arrived_ + service_.options.header_timeout);
    }
    expired_ = false;

    const InputBuffer::Space space = input_.prepare();
    error_code error;
    const std::size_t count = co_await stream_.async_read_some(
        asio::buffer(space.data, space.size), asio::redirect_error(asio::use_awaitable, error));
    if (!error) {
        if (input_.empty()) arrived_ = now();
        input_.commit(count);
        co_return true;
    }
    if (error != asio::error::operation_aborted || broken_) co_return false;
    // Cancelled by the sweep, or because the server drains. Silence is closed silently: browsers open
    // connections ahead of need and take a 408 for the answer to what they ask next.
    if (input_.empty()) co_return !expired_ && receive_without_waiting();
    const RequestLine line = guess_request_line(input_.view(), service_.options.max_target);
    persistence_ = Persistence::close;
    co_await refuse(408, line);
    if (!broken_) co_await linger();
    co_return false;
}

template <class Stream>
bool Connection<Stream>::receive_without_waiting() {
    const InputBuffer::Space space = input_.prepare();
    error_code error;
    const std::size_t count = stream_.read_now(asio::buffer(space.data, space.size), error);
    if (error) return false;
    arrived_ = now();
    input_.commit(count);
    return true;
}

template <class Stream>
awaitable<void> Connection<Stream>::answer() {
    Request& request = reader_.request();
    request.arrived = arrived_;
    persistence_ = reader_.persistence();
    enter(Phase::answering, base::SteadyTime::max());
    const Response response = co_await ask_handler(request);
    co_await send(response, &request, reader_.line());
}

template <class Stream>
awaitable<void> Connection<Stream>::refuse(int status, const RequestLine& line) {
    if (status != 408) persistence_ = reader_.persistence();
    const Response response = plain_response(status);
    co_await send(response, nullptr, line);
}

template <class Stream>
awaitable<Response> Connection<Stream>::ask_handler(const Request& request) {
    try {
        Response response = co_await service_.handler.handle(request);
        if (response.representation) co_return response;
        service_.log.error("handler_failed",
                           {{"target", request.target}, {"error", "an answer without content"}});
    } catch (const std::exception& exception) {
        service_.log.error("handler_failed", {{"target", request.target}, {"error", exception.what()}});
    } catch (...) {
        service_.log.error("handler_failed", {{"target", request.target}, {"error", "unknown exception"}});
    }
    co_return plain_response(500);
}

template <class Stream>
awaitable<void> Connection<Stream>::send(const Response& response, const Request* request,
                                         const RequestLine& line) {
    // What was asked before the drain began is answered; the last of it says that the connection closes.
    if (service_.draining.load(std::memory_order_relaxed) && !more_is_buffered())
        persistence_ = Persistence::close;

    ResponseContext context;
    context.date = date_;
    context.persistence = persistence_;
    context.minor_version = line.minor_version;
    if (request != nullptr) context.total = now() - arrived_;
    if (head_.capacity() > resting_head_size) head_ = std::string();
    head_.clear();
    append_response_head(head_, response, context);

    const bool head_only = line.method == "HEAD";
    const std::string_view content = content_of(response, head_only ? Method::head : Method::get);
    const Outgoing outgoing = outgoing_of(head_, content, *response.representation);
    const std::size_t sent = co_await write(outgoing);

    const base::SteadyTime finished = now();
    Exchange exchange;
    exchange.request = request;
    exchange.response = &response;
    exchange.client = reader_.request().client;
    exchange.method = line.method.substr(0, max_method);
    exchange.target = line.target.substr(0, service_.options.max_target);
    exchange.bytes = sent - std::min(sent, head_.size());
    exchange.complete = sent == head_.size() + content.size();
    exchange.duration = finished - arrived_;
    service_.observer.finished(exchange);

    if (!exchange.complete) broken_ = true;
    arrived_ = finished;
}

template <class Stream>
awaitable<std::size_t> Connection<Stream>::write(const Outgoing& outgoing) {
    error_code error;
    std::size_t sent = stream_.write_now(outgoing, 0, error);
    while (sent < outgoing.size() && (!error || error == asio::error::would_block)) {
        enter(Phase::writing, now() + service_.options.write_timeout);
        co_await stream_.async_wait_writable(asio::redirect_error(asio::use_awaitable, error));
        if (!error) sent += stream_.write_now(outgoing, sent, error);
    }
    co_return sent;
}

template <class Stream>
awaitable<void> Connection<Stream>::linger() {
    stream_.end_writing();
    enter(Phase::lingering, now() + linger_timeout);
    input_.consume(input_.view().size());
    error_code error;
    for (std::size_t read = 0; read < linger_bytes && !error;) {
        const InputBuffer::Space space = input_.prepare();
        read += co_await stream_.async_read_some(asio::buffer(space.data, space.size),
                                                 asio::redirect_error(asio::use_awaitable, error));
    }
}

template <class Stream>
void Connection<Stream>::expire() {
    switch (phase()) {
        case Phase::idle:
        case Phase::reading:
        case Phase::lingering:
            expired_ = true;
            stream_.cancel();
            break;
        case Phase::writing:
            cut_off();
            break;
        case Phase::answering:
            break;
    }
}

template <class Stream>
void Connection<Stream>::end_if_idle() {
    if (phase() == Phase::idle) stream_.cancel();
}

template <class Stream>
void Connection<Stream>::cut_off() {
    broken_ = true;
    stream_.reset();
}

template class Connection<PlainStream>;

}  // namespace placard::http
