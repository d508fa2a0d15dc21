// A TCP connection as Connection uses it. A stream with TLS has the same members.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <utility>

namespace placard::http {

using IoExecutor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, IoExecutor>;
// The head of an answer and its content, or what is left of them.
using WriteBuffers = std::array<boost::asio::const_buffer, 2>;

class PlainStream {
public:
    explicit PlainStream(Socket socket) : socket_(std::move(socket)) {
        boost::system::error_code ignored;
        socket_.non_blocking(true, ignored);
    }

    // As Asio's own: (error, count) when some bytes were moved.
    template <class Token>
    auto async_read_some(boost::asio::mutable_buffer buffer, Token&& token) {
        return socket_.async_read_some(buffer, std::forward<Token>(token));
    }
    template <class Token>
    auto async_write_some(const WriteBuffers& buffers, Token&& token) {
        return socket_.async_write_some(buffers, std::forward<Token>(token));
    }
    // As much as can be moved without waiting; error::would_block where that is nothing.
    std::size_t read_now(boost::asio::mutable_buffer buffer, boost::system::error_code& error) {
        return socket_.read_some(buffer, error);
    }
    std::size_t write_now(const WriteBuffers& buffers, boost::system::error_code& error) {
        return socket_.write_some(buffers, error);
    }

    // What waits ends with error::operation_aborted; the connection stays.
    void cancel() {
        boost::system::error_code ignored;
        socket_.cancel(ignored);
    }
    // Nothing more will be written: the client reads to the end of what was.
    void end_writing() {
        boost::system::error_code ignored;
        socket_.shutdown(boost::asio::socket_base::shutdown_send, ignored);
    }
    // Closes with a reset, so that the kernel keeps nothing for a client that does not take it.
    void reset() {
        boost::system::error_code ignored;
        socket_.set_option(boost::asio::socket_base::linger(true, 0), ignored);
        socket_.close(ignored);
    }

private:
    Socket socket_;
};

}  // namespace placard::http
