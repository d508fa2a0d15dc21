#include "edge/router.h"

namespace placard::edge {
namespace {

bool is_below(std::string_view path, std::string_view folder) {
    if (!path.starts_with(folder)) return false;
    return folder.ends_with('/') || path.size() == folder.size() || path[folder.size()] == '/';
}

}  // namespace

void Router::add_exact(std::string path, http::Handler& handler) {
    routes_.push_back({std::move(path), Reach::exact, &handler});
}

void Router::add_below(std::string path, http::Handler& handler) {
    routes_.push_back({std::move(path), Reach::below, &handler});
}

// No coroutine of its own: the route's is handed on.
boost::asio::awaitable<http::Response> Router::handle(const http::Request& request) {
    const std::string_view path = request.path();
    for (const Route& route : routes_) {
        const bool taken = route.reach == Reach::below ? is_below(path, route.path) : path == route.path;
        if (taken) return route.handler->handle(request);
    }
    return otherwise_.handle(request);
}

}  // namespace placard::edge
