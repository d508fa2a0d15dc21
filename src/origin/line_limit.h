// Keeps one kind of log line from flooding the log.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>

#include "base/clock.h"

namespace placard::origin {

// Lets a few lines of every second through and counts the others. Thread-safe.
class LineLimit {
public:
    static constexpr std::size_t lines_a_second = 5;

    // nullopt: not this line. Otherwise how many were held back since the last one that was let through.
    std::optional<std::uint64_t> take(base::SteadyTime now) {
        std::lock_guard lock(mutex_);
        if (now - second_began_ >= std::chrono::seconds(1)) {
            second_began_ = now;
            lines_ = 0;
        }
        if (lines_ == lines_a_second) {
            ++held_back_;
            return std::nullopt;
        }
        ++lines_;
        return std::exchange(held_back_, 0);
    }

    // How many were held back and not yet told.
    std::uint64_t held_back() const {
        std::lock_guard lock(mutex_);
        return held_back_;
    }

private:
    mutable std::mutex mutex_;
    base::SteadyTime second_began_{};
    std::size_t lines_ = 0;
    std::uint64_t held_back_ = 0;
};

}  // namespace placard::origin
