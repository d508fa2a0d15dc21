#include "base/clock.h"

namespace placard::base {
namespace {

class SystemClock final : public Clock {
public:
    SteadyTime now() const override { return std::chrono::steady_clock::now(); }
    WallTime wall_now() const override {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
};

}  // namespace

const Clock& system_clock() {
    static const SystemClock clock;
    return clock;
}

SteadyTime ManualClock::now() const {
    std::lock_guard lock(mutex_);
    return steady_;
}

WallTime ManualClock::wall_now() const {
    std::lock_guard lock(mutex_);
    return wall_;
}

void ManualClock::advance(Duration by) {
    std::lock_guard lock(mutex_);
    steady_ += by;
    wall_ += std::chrono::floor<std::chrono::milliseconds>(by);
}

}  // namespace placard::base
