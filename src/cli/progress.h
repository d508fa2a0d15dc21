// What `placard warm` shows while it works: a bar that is redrawn on a terminal, a line now and then
// elsewhere.
#pragma once

#include <cstddef>
#include <cstdio>
#include <mutex>
#include <string>

#include "base/clock.h"

namespace placard::cli {

struct WarmCounts {
    std::size_t listed = 0;  // lines of the list so far; grows while standard input is read
    std::size_t drawn = 0;
    std::size_t already_there = 0;
    std::size_t failed = 0;
    std::size_t done() const { return drawn + already_there + failed; }
};

// One line: "[=====     ] 1200/2400  drawn 1100  there 98  failed 2  41.5/s  29 s left".
std::string progress_line(const WarmCounts& counts, base::Duration elapsed, std::size_t bar_width);

// Not thread-safe; the caller locks.
class Progress {
public:
    // On a terminal it draws at most ten times a second, elsewhere every ten seconds.
    explicit Progress(std::FILE* stream, const base::Clock& clock = base::system_clock());
    void update(const WarmCounts& counts);
    // A line of its own that does not mix with the bar.
    void note(const std::string& text);
    void finish(const WarmCounts& counts);

private:
    void draw(const WarmCounts& counts);

    std::FILE* stream_;
    const base::Clock& clock_;
    const bool terminal_;
    const base::SteadyTime started_;
    base::SteadyTime drawn_at_;
};

}  // namespace placard::cli
