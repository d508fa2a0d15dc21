// The DevTools pipe: JSON messages in both directions, each ended by a NUL byte.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "browser/descriptor.h"

namespace placard::browser {

inline constexpr std::size_t default_max_message = 256 * 1024 * 1024;

// For one thread at a time. Errors of both functions: timeout, unavailable (the other end is gone).
class Pipe {
public:
    // A connected stream socket; it is made non-blocking.
    explicit Pipe(Descriptor socket, std::size_t max_message = default_max_message);

    // Takes in what arrives meanwhile, so that two ends that both write can't wait for each other. After an
    // error a part of the message may have been sent, and the pipe is of no more use.
    base::Status send(std::string_view message, base::Deadline deadline);

    // The next message, valid until the next call. too_large where it is longer than the limit.
    base::Result<std::string_view> receive(base::Deadline deadline);

private:
    // Waits until the socket is ready for one of `events` (poll(2)) and returns what it is ready for.
    base::Result<short> wait_for(short events, base::Deadline deadline);
    base::Status take_in();

    Descriptor socket_;
    std::size_t max_message_;
    std::string received_;
    std::size_t begin_ = 0;    // where the first message that was not given out begins in received_
    std::size_t scanned_ = 0;  // up to here there is no NUL
};

}  // namespace placard::browser
