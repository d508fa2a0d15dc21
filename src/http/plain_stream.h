// A TCP connection as Connection uses it. A stream with TLS has the same members.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <string_view>
#include <utility>

#include "http/kernel_copy.h"

namespace placard::http {

using IoExecutor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, IoExecutor>;

// The bytes of an answer.
struct Outgoing {
    std::string_view head;
    std::string_view content;
    const KernelCopy* copy = nullptr;  // that has the content from copy_offset on; may be used in its place
    std::size_t copy_offset = 0;

    std::size_t size() const { return head.size() + content.size(); }
};

class PlainStream {
public:
    explicit PlainStream(Socket socket);

    // As Asio's own: (error, count) when some bytes have come.
    template <class Token>
    auto async_read_some(boost::asio::mutable_buffer buffer, Token&& token) {
        return socket_.async_read_some(buffer, std::forward<Token>(token));
    }
    // (error) when some bytes can be written.
    template <class Token>
    auto async_wait_writable(Token&& token) {
        return socket_.async_wait(Socket::wait_write, std::forward<Token>(token));
    }
    // What has come already; error::would_block where that is nothing.
    std::size_t read_now(boost::asio::mutable_buffer buffer, boost::system::error_code& error);
    // As much as the client takes without waiting, of what follows the first `sent` bytes. Returns how much
    // that was; error::would_block where it was nothing.
    std::size_t write_now(const Outgoing& outgoing, std::size_t sent, boost::system::error_code& error);

    // What waits ends with error::operation_aborted; the connection stays.
    void cancel();
    // Nothing more will be written: the client reads to the end of what was.
    void end_writing();
    // Closes with a reset, so that the kernel keeps nothing for a client that does not take it.
    void reset();

private:
    std::size_t send_copy(const Outgoing& outgoing, std::size_t sent, boost::system::error_code& error);

    Socket socket_;
};

}  // namespace placard::http
