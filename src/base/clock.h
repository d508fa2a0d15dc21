// Time, injected: whatever waits, expires or stamps takes a Clock, so that tests move time by hand.
#pragma once

#include <algorithm>
#include <chrono>
#include <mutex>

namespace placard::base {

using Duration = std::chrono::steady_clock::duration;
using SteadyTime = std::chrono::steady_clock::time_point;           // for intervals and deadlines
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;  // for dates in headers and logs

// Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    virtual SteadyTime now() const = 0;
    virtual WallTime wall_now() const = 0;
};

// The machine's clock; lives as long as the program.
const Clock& system_clock();

// A clock that stands still until a test moves it.
class ManualClock final : public Clock {
public:
    SteadyTime now() const override;
    WallTime wall_now() const override;
    void advance(Duration by);

private:
    mutable std::mutex mutex_;
    SteadyTime steady_{std::chrono::hours(1)};
    WallTime wall_{std::chrono::hours(24 * 365 * 50)};
};

// A moment by which something must have ended. A value type.
class Deadline {
public:
    static Deadline at(SteadyTime time) { return Deadline(time); }
    static Deadline after(Duration duration, const Clock& clock = system_clock()) {
        return Deadline(clock.now() + duration);
    }

    SteadyTime time() const { return time_; }
    bool passed(const Clock& clock = system_clock()) const { return clock.now() >= time_; }
    // What is left, never negative.
    Duration remaining(const Clock& clock = system_clock()) const {
        return std::max(Duration::zero(), time_ - clock.now());
    }
    // The earlier of the two.
    Deadline capped(Deadline other) const { return Deadline(std::min(time_, other.time_)); }

private:
    explicit Deadline(SteadyTime time) : time_(time) {}
    SteadyTime time_;
};

}  // namespace placard::base
