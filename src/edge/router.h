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
    // path: exact, or everything below it where it ends in '/' and `below` is asked for. First added, first taken.
    void add_exact(std::string path, http::Handler& handler);
    void add_below(std::string path, http::Handler& handler);

    boost::asio::awaitable<http::Response> handle(const http::Request& request) override;

private:
    struct Route {
        std::string path;
        bool below;
        http::Handler* handler;
    };
    http::Handler& otherwise_;
    std::vector<Route> routes_;
};

}  // namespace placard::edge
