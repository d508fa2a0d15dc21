#include "browser/browser_pool.h"

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include "browser/process_memory.h"

namespace placard::browser {
namespace {

using base::Deadline;
using base::ErrorCode;
using base::fail;
using base::Fault;
using base::Result;
using base::Retry;
using base::SteadyTime;
using std::chrono::milliseconds;

constexpr milliseconds recovery_patience{1500};
constexpr milliseconds preparation_patience{3000};
constexpr milliseconds between_weighings{500};
constexpr milliseconds first_rest{250};
constexpr milliseconds longest_rest{30000};

enum class SlotState {
    empty,     // no process, none wanted
    starting,  // the keeper starts one
    idle,
    drawing,  // leased
    tending,  // the keeper uses the browser
    resting,  // no process, until some time has passed after failures
};

enum class Order { none, start, recover, prepare };

SteadyTime now() {
    return base::system_clock().now();
}

}  // namespace

struct BrowserPool::Slot {
    SlotState state = SlotState::empty;
    Order order = Order::none;
    double scale = 1;
    std::unique_ptr<Browser> browser;
    pid_t process_id = 0;  // of the browser; 0 where there is none
    bool proven = false;   // it has drawn a picture
    bool weigh = false;    // its memory is to be looked at
    bool too_heavy = false;
    SteadyTime weighed_at{};
    SteadyTime used_at{};
    SteadyTime rest_until{};
    std::thread keeper;  // the last member: it uses the others

    bool works() const {
        return state == SlotState::idle || state == SlotState::drawing || state == SlotState::tending;
    }
};

BrowserPool::BrowserPool(PoolOptions options, base::Log& log) : options_(std::move(options)), log_(log) {
    for (std::size_t i = 0; i < std::max<std::size_t>(1, options_.processes); ++i) {
        slots_.push_back(std::make_unique<Slot>());
    }
    for (std::size_t i = 0; i < std::min(slots_.size(), options_.scales.size()); ++i) {
        slots_[i]->scale = options_.scales[i];
        slots_[i]->state = SlotState::starting;
        slots_[i]->order = Order::start;
    }
    for (const auto& slot : slots_)
        slot->keeper = std::thread([this, &slot = *slot] { keep(slot); });
}

BrowserPool::~BrowserPool() {
    {
        Lock lock(mutex_);
        stopping_ = true;
        changed_.notify_all();
        changed_.wait(lock, [this] {
            return waiters_.empty() && std::ranges::none_of(slots_, [](const auto& slot) {
                       return slot->state == SlotState::drawing;
                   });
        });
    }
    for (const auto& slot : slots_)
        slot->keeper.join();
}

// ---- callers ----

Result<BrowserPool::Lease> BrowserPool::acquire(double scale, Deadline deadline) {
    Lock lock(mutex_);
    const auto waiter = waiters_.insert(waiters_.end(), Waiter{scale});
    const auto leave = [&] {
        waiters_.erase(waiter);
        changed_.notify_all();
    };
    while (true) {
        std::optional<tl::unexpected<base::Error>> failure;
        if (stopping_) {
            failure = fail(ErrorCode::cancelled, Fault::ours, "the program is stopping");
        } else if (Slot* slot = idle_slot_for(waiter)) {
            slot->state = SlotState::drawing;
            leave();
            return Lease(*this, *slot, *slot->browser);
        } else if (has_given_up()) {
            failure = fail(ErrorCode::unavailable, Fault::upstream, "the browser does not work",
                           "it keeps crashing", Retry::yes);
        } else if (deadline.passed()) {
            failure = fail(ErrorCode::timeout, Fault::ours, "no browser was free in time", {}, Retry::yes);
        }
        if (failure) {
            leave();
            return *failure;
        }
        ensure_started(scale);
        changed_.wait_until(lock, deadline.time());
    }
}

// The one used last has the page of the last template; but an older waiter whose scale no process has comes
// first.
BrowserPool::Slot* BrowserPool::idle_slot_for(Waiters::const_iterator waiter) {
    for (auto older = waiters_.cbegin(); older != waiter; ++older) {
        if (!is_served(older->scale)) return nullptr;
    }
    Slot* best = nullptr;
    for (const auto& slot : slots_) {
        if (slot->state != SlotState::idle || slot->scale != waiter->scale) continue;
        if (best == nullptr || slot->used_at > best->used_at) best = slot.get();
    }
    return best;
}

bool BrowserPool::is_served(double scale) const {
    return std::ranges::any_of(slots_, [scale](const auto& slot) {
        return slot->state != SlotState::empty && slot->scale == scale;
    });
}

// A process for a scale that waits: in a slot without one, or else in place of an idle process of another
// scale.
void BrowserPool::ensure_started(double scale) {
    const auto waiting = std::ranges::count(waiters_, scale, &Waiter::scale);
    const auto coming = std::ranges::count_if(slots_, [scale](const auto& slot) {
        return slot->scale == scale &&
               (slot->state == SlotState::starting || slot->state == SlotState::tending);
    });
    if (coming >= waiting) return;
    const auto empty =
        std::ranges::find(slots_, SlotState::empty, [](const auto& slot) { return slot->state; });
    if (empty != slots_.end()) {
        (*empty)->scale = scale;
        rest_or_start(**empty);
        return;
    }
    if (is_served(scale)) return;
    Slot* oldest = nullptr;
    for (const auto& slot : slots_) {
        if (slot->state != SlotState::idle) continue;
        if (oldest == nullptr || slot->used_at < oldest->used_at) oldest = slot.get();
    }
    if (oldest == nullptr) return;
    oldest->scale = scale;
    order_replacement(*oldest, "scale");
}

bool BrowserPool::has_given_up() const {
    return failures_in_a_row_ > 1 && std::ranges::none_of(slots_, [](const auto& slot) {
               return slot->works() || slot->state == SlotState::starting;
           });
}

bool BrowserPool::available() const {
    const Lock lock(mutex_);
    return std::ranges::any_of(slots_, [this](const auto& slot) {
        return slot->works() || (slot->state == SlotState::starting && failures_in_a_row_ == 0);
    });
}

bool BrowserPool::wait_until_warm(Deadline deadline) const {
    Lock lock(mutex_);
    return changed_.wait_until(lock, deadline.time(), [this] {
        for (std::size_t i = 0; i < std::min(slots_.size(), options_.scales.size()); ++i) {
            const double scale = options_.scales[i];
            if (std::ranges::none_of(
                    slots_, [scale](const auto& slot) { return slot->works() && slot->scale == scale; })) {
                return false;
            }
        }
        return true;
    });
}

std::size_t BrowserPool::replaced() const {
    const Lock lock(mutex_);
    return replaced_;
}

std::vector<int> BrowserPool::process_ids() const {
    const Lock lock(mutex_);
    std::vector<int> ids;
    for (const auto& slot : slots_) {
        if (slot->process_id != 0) ids.push_back(slot->process_id);
    }
    return ids;
}

void BrowserPool::give_back(Slot& slot, Lease::Outcome outcome) {
    slot.used_at = now();
    const Condition condition = slot.browser->condition();
    if (condition != Condition::sound) {
        order_replacement(slot, condition == Condition::closed ? "crash" : "hang");
    } else if (outcome == Lease::Outcome::failed) {
        slot.state = SlotState::tending;
        slot.order = Order::recover;
    } else {
        slot.proven = true;
        failures_in_a_row_ = 0;
        slot.weigh = slot.used_at - slot.weighed_at >= between_weighings;
        if (slot.too_heavy) {
            order_replacement(slot, "memory");
        } else if (slot.browser->wants_spare_page()) {
            slot.state = SlotState::tending;
            slot.order = Order::prepare;
        } else {
            slot.state = SlotState::idle;
        }
    }
    changed_.notify_all();
}

void BrowserPool::order_replacement(Slot& slot, std::string reason) {
    ++replaced_;
    const std::string complaints = reason == "crash" ? slot.browser->complaints() : std::string();
    log_.warning("browser_replaced",
                 {{"reason", reason}, {"process", slot.process_id}, {"said", complaints}});
    if (reason == "crash" && !slot.proven) ++failures_in_a_row_;
    rest_or_start(slot);
}

// The second failure in a row and all after it are followed by a rest, each twice as long as the one before.
void BrowserPool::rest_or_start(Slot& slot) {
    slot.order = Order::start;
    slot.process_id = 0;
    if (failures_in_a_row_ < 2) {
        slot.state = SlotState::starting;
    } else {
        const std::size_t doublings = std::min<std::size_t>(failures_in_a_row_ - 2, 10);
        slot.state = SlotState::resting;
        slot.rest_until = now() + std::min(longest_rest, first_rest * (1 << doublings));
    }
    changed_.notify_all();
}

// ---- the keeper of a slot ----

void BrowserPool::keep(Slot& slot) {
    Lock lock(mutex_);
    while (!stopping_) {
        if (slot.state == SlotState::resting && now() < slot.rest_until) {
            clear(slot, lock);
            changed_.wait_until(lock, slot.rest_until, [this] { return stopping_; });
        } else if (slot.order == Order::start) {
            start(slot, lock);
        } else if (slot.order == Order::recover) {
            recover(slot, lock);
        } else if (slot.order == Order::prepare) {
            prepare(slot, lock);
        } else if (slot.weigh) {
            weigh(slot, lock);
        } else {
            changed_.wait(lock);
        }
    }
    changed_.wait(lock, [&slot] { return slot.state != SlotState::drawing; });
    slot.process_id = 0;
    clear(slot, lock);
}

// Ends the process; what it leaves behind takes a moment to remove.
void BrowserPool::clear(Slot& slot, Lock& lock) {
    auto browser = std::exchange(slot.browser, nullptr);
    lock.unlock();
    browser.reset();
    lock.lock();
}

void BrowserPool::start(Slot& slot, Lock& lock) {
    slot.order = Order::none;
    slot.state = SlotState::starting;
    slot.weigh = slot.too_heavy = slot.proven = false;
    const Launch launch{options_.program, slot.scale, options_.reachable};
    clear(slot, lock);

    lock.unlock();
    auto browser = Browser::start(launch, log_, Deadline::after(options_.start_timeout));
    lock.lock();

    if (browser) {
        slot.browser = std::move(*browser);
        slot.process_id = slot.browser->process_id();
        slot.state = SlotState::idle;
        slot.weighed_at = slot.used_at = now();
    } else {
        ++failures_in_a_row_;
        log_.error("browser_start_failed",
                   {{"message", browser.error().message}, {"detail", browser.error().detail}});
        rest_or_start(slot);
    }
    changed_.notify_all();
}

void BrowserPool::recover(Slot& slot, Lock& lock) {
    slot.order = Order::none;
    lock.unlock();
    const bool recovered = slot.browser->recover(Deadline::after(recovery_patience));
    lock.lock();
    if (recovered) {
        slot.order = Order::prepare;  // the page that failed may have been the one made ahead
    } else {
        order_replacement(slot, slot.browser->condition() == Condition::closed ? "crash" : "hang");
    }
}

void BrowserPool::prepare(Slot& slot, Lock& lock) {
    slot.order = Order::none;
    lock.unlock();
    if (slot.browser->wants_spare_page())
        slot.browser->prepare_spare_page(Deadline::after(preparation_patience));
    lock.lock();
    // Where that went wrong, the next drawing finds out.
    slot.state = SlotState::idle;
    changed_.notify_all();
}

// Reading /proc disturbs nobody, so it is done while the browser is drawing, too.
void BrowserPool::weigh(Slot& slot, Lock& lock) {
    slot.weigh = false;
    slot.weighed_at = now();
    const pid_t process = slot.process_id;
    lock.unlock();
    const std::size_t bytes = memory_of_tree(process);
    lock.lock();
    // Only this thread replaces processes, so it is still the same one, unless its replacement has been
    // ordered.
    if (bytes <= options_.memory_limit || slot.order == Order::start) return;
    if (slot.state == SlotState::idle) {
        order_replacement(slot, "memory");
    } else {
        slot.too_heavy = true;
    }
}

// ---- leases ----

BrowserPool::Lease::Lease(BrowserPool& pool, Slot& slot, Browser& browser)
    : pool_(&pool), slot_(&slot), browser_(&browser) {}

BrowserPool::Lease::Lease(Lease&& other) noexcept
    : pool_(std::exchange(other.pool_, nullptr)),
      slot_(other.slot_),
      browser_(other.browser_),
      outcome_(other.outcome_) {}

BrowserPool::Lease::~Lease() {
    if (pool_ == nullptr) return;
    const Lock lock(pool_->mutex_);
    pool_->give_back(*slot_, outcome_);
}

}  // namespace placard::browser
