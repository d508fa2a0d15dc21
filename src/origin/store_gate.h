// Keeps requests from waiting, one after the other, for a store that is known to be down.
#pragma once

#include <cstddef>
#include <mutex>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "origin/line_limit.h"

namespace placard::origin {

// After `failures_until_down` failures in a row the store counts as down: one look-up each `trial_interval`
// goes to it as a trial, the others do without, until a trial succeeds. Both turns are logged, and the
// failures that may lead to one. Errors that speak of one object (invalid, too_large) are logged but do not
// count. Thread-safe.
class StoreGate {
public:
    static constexpr std::size_t failures_until_down = 3;
    static constexpr std::chrono::seconds trial_interval{1};

    // Both outlive the gate.
    StoreGate(base::Log& log, const base::Clock& clock) : log_(log), clock_(clock) {}

    // Whether this look-up should be made. Where it is, succeeded() or failed() tells what became of it.
    bool admits();
    void succeeded();
    void failed(const base::Error& error);

private:
    void complain(std::string_view event, const base::Error& error);

    base::Log& log_;
    const base::Clock& clock_;
    LineLimit limit_;
    std::mutex mutex_;
    std::size_t failures_ = 0;  // in a row
    base::SteadyTime next_trial_{};
};

}  // namespace placard::origin
