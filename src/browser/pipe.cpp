#include "browser/pipe.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <cstring>

namespace placard::browser {
namespace {

using base::ErrorCode;
using base::fail;
using base::Fault;

constexpr std::size_t chunk = 256 * 1024;

auto closed(const char* detail) {
    return fail(ErrorCode::unavailable, Fault::upstream, "the browser is gone", detail, base::Retry::yes);
}

}  // namespace

Pipe::Pipe(Descriptor socket, std::size_t max_message)
    : socket_(std::move(socket)), max_message_(max_message) {
    ::fcntl(socket_.get(), F_SETFL, ::fcntl(socket_.get(), F_GETFL) | O_NONBLOCK);
}

base::Result<short> Pipe::wait_for(short events, base::Deadline deadline) {
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline.remaining());
        pollfd entry{socket_.get(), events, 0};
        const int ready = ::poll(&entry, 1, static_cast<int>(std::min<long long>(left.count(), 60'000)));
        if (ready > 0) return entry.revents;
        if (ready < 0 && errno != EINTR) return closed(std::strerror(errno));
        if (deadline.passed()) {
            return fail(ErrorCode::timeout, Fault::upstream, "the browser did not answer in time", {},
                        base::Retry::yes);
        }
    }
}

base::Status Pipe::send(std::string_view message, base::Deadline deadline) {
    // The terminator is a part of the message on the wire; a string's data() ends with one, a view's may not.
    std::string framed(message);
    framed.push_back('\0');
    std::string_view rest = framed;
    while (!rest.empty()) {
        const ssize_t written = ::send(socket_.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
        if (written > 0) {
            rest.remove_prefix(static_cast<std::size_t>(written));
            continue;
        }
        if (written < 0 && errno == EINTR) continue;
        if (written < 0 && errno != EAGAIN && errno != EWOULDBLOCK) return closed(std::strerror(errno));
        const auto ready = wait_for(POLLOUT | POLLIN, deadline);
        if (!ready) return tl::unexpected(ready.error());
        if ((*ready & POLLIN) != 0) {
            if (auto status = take_in(); !status) return status;
        }
    }
    return {};
}

base::Result<std::string_view> Pipe::receive(base::Deadline deadline) {
    if (begin_ == received_.size()) {
        received_.clear();
        begin_ = scanned_ = 0;
    }
    while (true) {
        const std::size_t end = received_.find('\0', scanned_);
        if (end != std::string::npos) {
            const auto message = std::string_view(received_).substr(begin_, end - begin_);
            begin_ = scanned_ = end + 1;
            return message;
        }
        scanned_ = received_.size();
        if (scanned_ - begin_ > max_message_) {
            return fail(ErrorCode::too_large, Fault::upstream, "the browser sent a message without end");
        }
        if (const auto ready = wait_for(POLLIN, deadline); !ready) return tl::unexpected(ready.error());
        if (auto status = take_in(); !status) return tl::unexpected(status.error());
    }
}

base::Status Pipe::take_in() {
    if (begin_ > 0) {
        received_.erase(0, begin_);
        scanned_ -= begin_;
        begin_ = 0;
    }
    const std::size_t before = received_.size();
    received_.resize(before + chunk);
    const ssize_t count = ::recv(socket_.get(), received_.data() + before, chunk, 0);
    received_.resize(before + (count > 0 ? static_cast<std::size_t>(count) : 0));
    if (count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR))) return {};
    return closed(count == 0 ? "end of the pipe" : std::strerror(errno));
}

}  // namespace placard::browser
