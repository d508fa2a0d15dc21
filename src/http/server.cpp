#include "http/server.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "http/file_limit.h"
#include "http/service.h"
#include "http/worker.h"

namespace placard::http {
namespace {

// How long handlers that are still busy may take to end when the server is destroyed. Theirs is the request's
// deadline, which is seconds.
constexpr auto handler_patience = std::chrono::seconds(15);

std::size_t thread_count(std::size_t wanted) {
    return wanted > 0 ? wanted : std::max(1u, std::thread::hardware_concurrency());
}

ServerOptions fit_to_file_limit(ServerOptions options, base::Log& log) {
    const std::size_t possible = ensure_files_for(options.max_connections);
    if (possible < options.max_connections) {
        log.warning("connections_limited", {{"wanted", options.max_connections}, {"possible", possible}});
    }
    options.max_connections = possible;
    return options;
}

}  // namespace

struct Server::State {
    State(ServerOptions options, Handler& handler, ExchangeObserver& observer, base::Log& log)
        : service(fit_to_file_limit(std::move(options), log), handler, observer, log) {}

    base::Status listen();

    Service service;
    std::vector<std::unique_ptr<Worker>> workers;
    std::vector<Endpoint> endpoints;
};

// The first worker finds out the port where 0 is asked for; the others share it.
base::Status Server::State::listen() {
    for (Endpoint endpoint : service.options.listen) {
        if (endpoint.port != 0) {
            if (auto free = ensure_free(endpoint); !free) return free;
        }
        for (const auto& worker : workers) {
            const auto bound = worker->listen(endpoint);
            if (!bound) return tl::unexpected(bound.error());
            endpoint.port = bound->port;
        }
        endpoints.push_back(std::move(endpoint));
    }
    return {};
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

base::Result<std::unique_ptr<Server>> Server::create(ServerOptions options, Handler& handler,
                                                     ExchangeObserver& observer, base::Log& log) {
    auto state = std::make_unique<State>(std::move(options), handler, observer, log);
    const std::size_t threads = thread_count(state->service.options.threads);
    for (std::size_t i = 0; i < threads; ++i)
        state->workers.push_back(std::make_unique<Worker>(state->service));
    if (auto listening = state->listen(); !listening) return tl::unexpected(listening.error());
    return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::~Server() {
    state_->service.draining = true;
    const auto deadline = std::chrono::steady_clock::now() + handler_patience;
    for (const auto& worker : state_->workers)
        worker->cut_off();
    for (const auto& worker : state_->workers)
        worker->stop(deadline);
}

const std::vector<Endpoint>& Server::endpoints() const {
    return state_->endpoints;
}

void Server::start() {
    for (const auto& worker : state_->workers)
        worker->start();
}

bool Server::drain(std::chrono::milliseconds timeout) {
    Service& service = state_->service;
    service.draining = true;
    for (const auto& worker : state_->workers)
        worker->begin_drain();

    std::unique_lock lock(service.mutex);
    service.changed.wait_for(lock, timeout, [&] { return service.empty() || service.aborted; });
    if (service.empty()) return true;
    lock.unlock();

    for (const auto& worker : state_->workers)
        worker->cut_off();
    return false;
}

void Server::abort() {
    const std::lock_guard lock(state_->service.mutex);
    state_->service.aborted = true;
    state_->service.changed.notify_all();
}

std::size_t Server::connections() const {
    return state_->service.connections;
}

}  // namespace placard::http
