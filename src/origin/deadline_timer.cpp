#include "origin/deadline_timer.h"

#include <algorithm>
#include <utility>

namespace placard::origin {
namespace {

// The far future must not overflow what a condition variable adds to its own clock.
constexpr base::Duration longest_wait = std::chrono::hours(1);

}  // namespace

DeadlineTimer::DeadlineTimer(const base::Clock& clock) : clock_(clock), thread_([this] { run(); }) {}

DeadlineTimer::~DeadlineTimer() {
    stop();
}

DeadlineTimer::Ticket DeadlineTimer::schedule(base::SteadyTime when, std::function<void()> action) {
    std::lock_guard lock(mutex_);
    const Ticket ticket{when, next_number_++};
    if (stopping_) return ticket;
    const auto place = actions_.emplace(ticket, std::move(action)).first;
    if (place == actions_.begin()) wake_.notify_one();
    return ticket;
}

void DeadlineTimer::cancel(const Ticket& ticket) {
    std::function<void()> action;  // destroyed after the lock, with whatever it holds
    std::lock_guard lock(mutex_);
    const auto found = actions_.find(ticket);
    if (found == actions_.end()) return;
    action = std::move(found->second);
    actions_.erase(found);
}

void DeadlineTimer::stop() {
    std::map<Ticket, std::function<void()>> dropped;
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
        dropped.swap(actions_);
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void DeadlineTimer::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        if (actions_.empty()) {
            wake_.wait(lock);
            continue;
        }
        const base::Duration left = actions_.begin()->first.first - clock_.now();
        if (left > base::Duration::zero()) {
            wake_.wait_for(lock, std::min(left, longest_wait));
            continue;
        }
        std::function<void()> action = std::move(actions_.begin()->second);
        actions_.erase(actions_.begin());
        lock.unlock();
        action();
        action = nullptr;
        lock.lock();
    }
}

}  // namespace placard::origin
