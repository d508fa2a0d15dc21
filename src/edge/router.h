// Which handler a path belongs to: an exact path, a folder, or everything else.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "http/handler.h"

namespace placard::edge {

class Router final : public http::Handler {
public:
    // otherwise: for paths that no route has. All handlers outlive the router.
    explicit Router(http::Handler& otherwise) : otherwise_(otherwise) {}
    // First added, first taken. below: the path itself and what follows it after a '/'.
    void add_exact(std::string path, http::Handler& handler);
    void add_below(std::string path, http::Handler& handler);

    boost::asio::awaitable<http::Response> handle(const http::Request& request) override;

private:
    enum class Reach { exact, below };
    struct Route {
        std::string path;
        Reach reach;
        http::Handler* handler;
    };
    http::Handler& otherwise_;
    std::vector<Route> routes_;
};

}  // namespace placard::edge
