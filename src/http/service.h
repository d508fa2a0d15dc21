// What the threads of a server share.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <utility>

#include "base/log.h"
#include "http/handler.h"
#include "http/head_scanner.h"
#include "http/server.h"

namespace placard::http {

class Service {
public:
    Service(ServerOptions server_options, Handler& h, ExchangeObserver& o, base::Log& l)
        : options(std::move(server_options)), handler(h), observer(o), log(l) {}

    const ServerOptions options;
    Handler& handler;
    ExchangeObserver& observer;
    base::Log& log;

    HeadLimits limits() const { return {options.max_target, options.max_header}; }

    // One for each connection that is served. False, and none is taken, where there are as many as allowed.
    bool take_place() {
        if (connections.fetch_add(1) < options.max_connections) return true;
        leave_place();
        return false;
    }
    void leave_place() { decrease(connections); }
    // Once for each thread that has no listening socket any more.
    void end_listening() { decrease(listening); }
    // Nobody is served, and nobody can come.
    bool empty() const { return connections == 0 && listening == 0; }

    std::atomic<std::size_t> connections{0};
    std::atomic<std::size_t> listening{0};  // threads
    std::atomic<bool> draining{false};
    std::mutex mutex;
    std::condition_variable changed;
    bool aborted = false;  // under the mutex

private:
    void decrease(std::atomic<std::size_t>& count) {
        if (count.fetch_sub(1) != 1) return;
        // Under the lock, so that a waiting drain() can't miss it between its check and its wait.
        const std::lock_guard lock(mutex);
        changed.notify_all();
    }
};

}  // namespace placard::http
