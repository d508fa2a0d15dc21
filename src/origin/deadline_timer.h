// One thread that does things at given moments.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "base/clock.h"

namespace placard::origin {

// Thread-safe. Actions run on the timer's thread, in the order of their times and not under a lock; they must
// not block, and may schedule and cancel.
class DeadlineTimer {
public:
    using Ticket = std::pair<base::SteadyTime, std::uint64_t>;

    // clock: outlives the timer. It is waited for in real time, so a clock moved by hand wakes nobody.
    explicit DeadlineTimer(const base::Clock& clock);
    ~DeadlineTimer();  // as stop()
    DeadlineTimer(const DeadlineTimer&) = delete;
    DeadlineTimer& operator=(const DeadlineTimer&) = delete;

    // After stop() the action is dropped.
    Ticket schedule(base::SteadyTime when, std::function<void()> action);
    // Nothing happens where the action has run, or is running.
    void cancel(const Ticket& ticket);

    // Drops what is still scheduled and joins the thread. May be called more than once.
    void stop();

private:
    void run();

    const base::Clock& clock_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::map<Ticket, std::function<void()>> actions_;
    std::uint64_t next_number_ = 0;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace placard::origin
