// SIGTERM and SIGINT, waited for instead of handled: the first asks for a graceful stop, a second ends it.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

namespace placard::cli {

// Make one before any other thread is started: the signals are blocked from then on, in every thread of the
// process.
class StopSignals {
public:
    StopSignals();
    ~StopSignals();

    // Calls `first` at the first signal and `second` at each later one, on a thread of its own, until
    // release().
    void watch(std::function<void()> first, std::function<void()> second);
    // Blocks until the first signal has come.
    void wait() const { stopping_.wait(false); }
    void release();

    // True from the first signal on. Thread-safe.
    bool stopping() const { return stopping_; }

private:
    std::atomic<bool> stopping_ = false;
    std::jthread watcher_;
};

}  // namespace placard::cli
