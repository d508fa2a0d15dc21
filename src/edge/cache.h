// The in-memory cache of one node: RFC 9111 freshness, RFC 5861 stale answers, admission by frequency.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "http/handler.h"

namespace placard::edge {

// The cache key of a request; nullopt: the request passes by the cache. Called on every request: must be
// fast.
using CacheKey = std::function<std::optional<std::string>(const http::Request&)>;

struct CacheStatistics {
    std::uint64_t hits = 0;
    std::uint64_t stale_hits = 0;
    std::uint64_t misses = 0;
    std::uint64_t evictions = 0;
    std::uint64_t rejected = 0;  // not admitted: something more often asked for would have had to go
    std::size_t bytes = 0;       // of keys, bodies and bookkeeping
    std::size_t entries = 0;
};

// Keeps 200 answers as long as their CachePolicy says, within `budget` bytes. Fresh: served at once with Age.
// Stale within stale_while_revalidate: served at once, and one request goes behind it in the background. The
// next handler failing or falling back while a stale one is within stale_if_error: the stale one. Fallback
// answers are kept for their own max_age but never replace a card. Admission: W-TinyLFU (Einziger, Friedman,
// Manes 2017).
class Cache final : public http::Handler {
public:
    // next and clock outlive the cache.
    Cache(http::Handler& next, std::size_t budget, CacheKey key,
          const base::Clock& clock = base::system_clock());
    ~Cache() override;

    boost::asio::awaitable<http::Response> handle(const http::Request& request) override;

    CacheStatistics statistics() const;
    void remove(const std::string& key);

private:
    struct State;
    std::shared_ptr<State> state_;  // shared with refreshes on their way
};

}  // namespace placard::edge
