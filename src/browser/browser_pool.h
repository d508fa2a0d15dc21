// The browsers of the program: a few processes, each drawing one card at a time and looked after by a thread
// of its own, which starts it, replaces it and prepares it while nobody needs it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "browser/address.h"
#include "browser/browser.h"

namespace placard::browser {

struct PoolOptions {
    std::filesystem::path program;
    std::size_t processes = 2;
    std::size_t memory_limit = 0;  // bytes of one browser with its children
    std::chrono::milliseconds start_timeout{15000};
    std::vector<double> scales;  // a process for each is started at once, as far as `processes` allows
    HostSet reachable;
};

// Thread-safe.
class BrowserPool {
    struct Slot;

public:
    // log: outlives the pool.
    BrowserPool(PoolOptions options, base::Log& log);
    ~BrowserPool();  // waits for the leases that are out, then ends every process
    BrowserPool(const BrowserPool&) = delete;
    BrowserPool& operator=(const BrowserPool&) = delete;

    // A browser for one drawing. Not to be used by two threads, and given back when it goes.
    class Lease {
    public:
        Lease(Lease&& other) noexcept;
        Lease& operator=(Lease&&) = delete;
        ~Lease();

        Browser& operator*() const { return *browser_; }
        Browser* operator->() const { return browser_; }

        // Says how the drawing ended; without it, it counts as failed.
        void succeeded() { outcome_ = Outcome::succeeded; }

    private:
        friend class BrowserPool;
        enum class Outcome { failed, succeeded };
        Lease(BrowserPool& pool, Slot& slot, Browser& browser);

        BrowserPool* pool_;
        Slot* slot_;
        Browser* browser_;
        Outcome outcome_ = Outcome::failed;
    };

    // Waits for a browser of this scale. First come, first served: nobody's scale is starved by the others'.
    // Errors: timeout (all were busy), unavailable (they crash again and again; at once), cancelled.
    base::Result<Lease> acquire(double scale, base::Deadline deadline);

    bool available() const;
    bool wait_until_warm(base::Deadline deadline) const;
    std::size_t replaced() const;
    std::vector<int> process_ids() const;

private:
    struct Waiter {
        double scale;
    };
    using Waiters = std::list<Waiter>;

    // All below with mutex_ held.
    Slot* idle_slot_for(Waiters::const_iterator waiter);
    bool is_served(double scale) const;
    void ensure_started(double scale);
    bool has_given_up() const;
    void give_back(Slot& slot, Lease::Outcome outcome);
    void order_replacement(Slot& slot, std::string reason);
    void rest_or_start(Slot& slot);

    // The keeper of one slot; `lock` is released while it works on the browser.
    using Lock = std::unique_lock<std::mutex>;
    void keep(Slot& slot);
    void clear(Slot& slot, Lock& lock);
    void start(Slot& slot, Lock& lock);
    void recover(Slot& slot, Lock& lock);
    void prepare(Slot& slot, Lock& lock);
    void weigh(Slot& slot, Lock& lock);

    const PoolOptions options_;
    base::Log& log_;
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    bool stopping_ = false;
    Waiters waiters_;
    std::size_t replaced_ = 0;
    std::size_t failures_in_a_row_ = 0;  // browsers that never drew a picture
    std::vector<std::unique_ptr<Slot>> slots_;
};

}  // namespace placard::browser
