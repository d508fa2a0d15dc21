// Lines to a file, a terminal or a pipe whose reader may be slow or gone.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

namespace placard::observe {

// What became of the lines: how many were not written, whole or in part, and the errno that says why (0:
// none).
struct LineOutcome {
    std::size_t lost = 0;
    int error = 0;
};

// Writes to a descriptor that is not its own. Not thread-safe.
class LineOutput {
public:
    explicit LineOutput(int descriptor);

    // Each of the lines ends in '\n'. Anything but a regular file is written to only when it can take a
    // piece, and is waited for no longer than `patience` (EAGAIN then). A pipe whose reader has gone is an
    // error (EPIPE) only where the program ignores SIGPIPE.
    LineOutcome write(std::string_view lines, std::chrono::milliseconds patience);

    // Writing to a regular file ends as soon as the kernel has the bytes: no reader can hold it up.
    bool is_regular_file() const { return is_regular_; }

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Progress {
        std::size_t written = 0;
        int error = 0;
    };
    Progress write_all(std::string_view text, Time until) const;
    std::string_view next_piece(std::string_view text) const;
    bool wait_until_writable(Time until) const;

    int descriptor_;
    bool is_regular_;
    bool torn_ = false;  // the last line was written in part
};

}  // namespace placard::observe
