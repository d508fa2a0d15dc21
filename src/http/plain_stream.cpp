#include "http/plain_stream.h"

#include <sys/sendfile.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace placard::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// Measured, with wrk over loopback on a kernel that runs BBR: an answer of 100 kB takes 16 µs of processor
// time in one piece and 9 in two. Pacing of what goes beyond one segment is the likely cause.
constexpr std::size_t largest_piece = 60 * 1024;

}  // namespace

PlainStream::PlainStream(Socket socket) : socket_(std::move(socket)) {
    error_code ignored;
    socket_.non_blocking(true, ignored);
}

std::size_t PlainStream::read_now(asio::mutable_buffer buffer, error_code& error) {
    return socket_.read_some(buffer, error);
}

std::size_t PlainStream::write_now(const Outgoing& outgoing, std::size_t sent, error_code& error) {
    const std::string_view head = outgoing.head.substr(std::min(sent, outgoing.head.size()));
    const std::size_t content_sent = sent + head.size() - outgoing.head.size();
    if (outgoing.copy == nullptr) {
        const std::array<asio::const_buffer, 2> both = {asio::buffer(head),
                                                        asio::buffer(outgoing.content.substr(content_sent))};
        return socket_.write_some(both, error);
    }
    std::size_t written = 0;
    if (!head.empty()) {
        // Not sent by itself: it waits for the content, which follows at once.
        written = socket_.send(asio::buffer(head), MSG_MORE, error);
        if (error || written < head.size()) return written;
    }
    const std::size_t copied = send_copy(outgoing, content_sent, error);
    if (written > 0 && error == asio::error::would_block) error = {};
    return written + copied;
}

std::size_t PlainStream::send_copy(const Outgoing& outgoing, std::size_t sent, error_code& error) {
    auto offset = static_cast<off_t>(outgoing.copy_offset + sent);
    std::size_t rest = outgoing.content.size() - sent;
    std::size_t written = 0;
    // Of equal size, so that no small last one costs a call of its own.
    const std::size_t pieces = (rest + largest_piece - 1) / largest_piece;
    const std::size_t piece_size = pieces == 0 ? 0 : (rest + pieces - 1) / pieces;
    while (rest > 0) {
        const std::size_t piece = std::min(rest, piece_size);
        const ssize_t count =
            ::sendfile(socket_.native_handle(), outgoing.copy->descriptor(), &offset, piece);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            if (written == 0) error = error_code(errno, boost::system::system_category());
            break;
        }
        written += static_cast<std::size_t>(count);
        rest -= static_cast<std::size_t>(count);
        if (static_cast<std::size_t>(count) < piece) break;
    }
    return written;
}

void PlainStream::cancel() {
    error_code ignored;
    socket_.cancel(ignored);
}

void PlainStream::end_writing() {
    error_code ignored;
    socket_.shutdown(asio::socket_base::shutdown_send, ignored);
}

void PlainStream::reset() {
    error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
}

}  // namespace placard::http
