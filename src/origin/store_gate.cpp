#include "origin/store_gate.h"

namespace placard::origin {
namespace {

bool speaks_of_one_object(const base::Error& error) {
    return error.code == base::ErrorCode::invalid || error.code == base::ErrorCode::too_large;
}

}  // namespace

bool StoreGate::admits() {
    std::lock_guard lock(mutex_);
    if (failures_ < failures_until_down) return true;
    const base::SteadyTime now = clock_.now();
    if (now < next_trial_) return false;
    next_trial_ = now + trial_interval;
    return true;
}

void StoreGate::succeeded() {
    bool was_down = false;
    {
        std::lock_guard lock(mutex_);
        was_down = failures_ >= failures_until_down;
        failures_ = 0;
    }
    if (was_down) log_.info("store_up");
}

void StoreGate::failed(const base::Error& error) {
    if (speaks_of_one_object(error)) return complain("store_failed", error);
    std::size_t failures = 0;
    {
        std::lock_guard lock(mutex_);
        failures = ++failures_;
        if (failures == failures_until_down) next_trial_ = clock_.now() + trial_interval;
    }
    if (failures < failures_until_down) complain("store_failed", error);
    if (failures == failures_until_down) complain("store_down", error);
}

void StoreGate::complain(std::string_view event, const base::Error& error) {
    // A store that fails every other time would log without end.
    const auto held_back = limit_.take(clock_.now());
    if (!held_back) return;
    log_.warning(event, {{"reason", base::name_of(error.code)},
                         {"message", error.message},
                         {"detail", error.detail},
                         {"suppressed", *held_back}});
}

}  // namespace placard::origin
