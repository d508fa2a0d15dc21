// The [[static]] files of a configuration as routes.
#pragma once

#include <memory>
#include <vector>

#include "config/config.h"
#include "edge/router.h"
#include "edge/static_files.h"

namespace placard::cli {

// 404 for everything.
class NotFound final : public http::Handler {
public:
    boost::asio::awaitable<http::Response> handle(const http::Request&) override {
        co_return http::plain_response(404);
    }
};

class StaticRoutes {
public:
    // otherwise: for paths that none of the files has; outlives the routes.
    StaticRoutes(const std::vector<config::StaticFiles>& files, http::Handler& otherwise)
        : router_(otherwise) {
        for (const config::StaticFiles& entry : files) {
            files_.push_back(std::make_unique<edge::StaticFiles>(entry.path, entry.source));
            if (std::filesystem::is_directory(entry.source)) {
                router_.add_below(entry.path, *files_.back());
            } else {
                router_.add_exact(entry.path, *files_.back());
            }
        }
    }
    edge::Router& handler() { return router_; }

private:
    std::vector<std::unique_ptr<edge::StaticFiles>> files_;
    edge::Router router_;
};

}  // namespace placard::cli
