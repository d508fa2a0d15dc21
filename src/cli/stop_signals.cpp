#include "cli/stop_signals.h"

#include <csignal>
#include <ctime>
#include <utility>

namespace placard::cli {
namespace {

sigset_t stop_set() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

}  // namespace

StopSignals::StopSignals() {
    const sigset_t set = stop_set();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

StopSignals::~StopSignals() {
    release();
}

void StopSignals::watch(std::function<void()> first, std::function<void()> second) {
    watcher_ = std::jthread(
        [this, first = std::move(first), second = std::move(second)](const std::stop_token& stop) {
            const sigset_t set = stop_set();
            const timespec step{0, 50'000'000};
            while (!stop.stop_requested()) {
                if (sigtimedwait(&set, nullptr, &step) <= 0) continue;
                const bool is_first = !stopping_.exchange(true);
                stopping_.notify_all();
                is_first ? first() : second();
            }
        });
}

void StopSignals::release() {
    watcher_.request_stop();
    if (watcher_.joinable()) watcher_.join();
}

}  // namespace placard::cli
