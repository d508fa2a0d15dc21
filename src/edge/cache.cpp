#include "edge/cache.h"

#include <algorithm>
#include <bit>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <exception>
#include <utility>
#include <vector>

#include "edge/cache_entry.h"
#include "edge/cache_shard.h"
#include "edge/keyed_hash.h"
#include "http/kernel_copy.h"

namespace placard::edge {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using std::chrono::seconds;

// Large enough that the hundredth of the window has room for pictures; a lock is held for less than a
// microsecond, so there need not be many.
constexpr std::size_t bytes_per_shard = 32 * 1024 * 1024;
constexpr std::size_t most_shards = 16;

std::size_t shard_count(std::size_t budget) {
    return std::bit_floor(std::clamp<std::size_t>(budget / bytes_per_shard, 1, most_shards));
}

// From this hit on an entry is worth sending without copying; smaller bodies never are.
constexpr std::uint64_t popular_hits = 8;
constexpr std::size_t worth_a_kernel_copy = 32 * 1024;

// RFC 5861 section 4: what counts as an error; and a default image is no card either.
bool is_failure(const http::Response& response) {
    return response.status >= 500 || response.outcome == http::Outcome::fallback;
}

// How long a stale card is served before the next try: as long as the fallback would have been, so that
// nobody who is down is asked for every request.
base::Duration pause_after(const http::Response& response) {
    return std::clamp(response.representation->policy.max_age, seconds(1), seconds(60));
}

}  // namespace

struct Cache::State : std::enable_shared_from_this<State> {
    State(http::Handler& next_handler, std::size_t budget, CacheKey cache_key, const base::Clock& c)
        : next(next_handler), key(std::move(cache_key)), clock(c) {
        const std::size_t count = shard_count(budget);
        for (std::size_t i = 0; i < count; ++i)
            shards.push_back(std::make_unique<CacheShard>(budget / count));
    }

    HashedKey hashed(const std::string& text) const { return {text, keyed_hash(secret, text)}; }
    // By the hash's highest bits: the shard's own table goes by the lowest.
    CacheShard& shard_of(HashedKey hashed_key) {
        return *shards[(hashed_key.hash >> 56) & (shards.size() - 1)];
    }

    void give_kernel_copy(HashedKey hashed_key, const SharedEntry& entry);
    awaitable<http::Response> forward(const http::Request& request, HashedKey hashed_key);
    http::Response settle(http::Response response, HashedKey hashed_key);
    void start_refresh(const asio::any_io_executor& executor, const http::Request& request,
                       const std::string& key_text);
    awaitable<void> refresh(http::Request request, std::string key_text);

    http::Handler& next;
    const CacheKey key;
    const base::Clock& clock;
    const HashSecret secret = random_secret();
    std::vector<std::unique_ptr<CacheShard>> shards;
};

namespace {

// Gives up the claim on a refresh that ended without a result: by an exception, or because its thread has
// stopped.
class RefreshClaim {
public:
    RefreshClaim(CacheShard& shard, HashedKey key) : shard_(shard), key_(key) {}
    ~RefreshClaim() { shard_.release(key_); }
    RefreshClaim(const RefreshClaim&) = delete;
    RefreshClaim& operator=(const RefreshClaim&) = delete;

private:
    CacheShard& shard_;
    HashedKey key_;
};

}  // namespace

// Outside of any lock, as it takes as long as the copy that it saves from then on.
void Cache::State::give_kernel_copy(HashedKey hashed_key, const SharedEntry& entry) {
    const std::string_view body = entry->representation.body.view();
    if (body.size() < worth_a_kernel_copy) return;
    auto larger = std::make_shared<CacheEntry>(*entry);
    larger->representation.kernel_copy = http::KernelCopy::create(body);
    if (!larger->representation.kernel_copy) return;
    shard_of(hashed_key).enlarge(hashed_key, entry, std::move(larger), body.size());
}

// Kept, or answered with the card that is kept already.
http::Response Cache::State::settle(http::Response response, HashedKey hashed_key) {
    const base::SteadyTime now = clock.now();
    CacheShard& shard = shard_of(hashed_key);
    if (is_failure(response)) {
        if (const SharedEntry kept = shard.keep_after_failure(hashed_key, now, now + pause_after(response))) {
            http::Response stale = answer_from(kept, now);
            stale.trace.store_time = response.trace.store_time;
            stale.trace.queue_time = response.trace.queue_time;
            stale.trace.render_time = response.trace.render_time;
            return stale;
        }
    }
    response.trace.cache_status = "miss";
    if (SharedEntry entry = make_entry(response, now)) {
        const seconds ttl = time_to_live(*entry, now);
        if (shard.store(hashed_key, std::move(entry))) response.trace.ttl = ttl;
    }
    return response;
}

// Always as GET: what is kept serves HEAD as well.
awaitable<http::Response> Cache::State::forward(const http::Request& request, HashedKey hashed_key) {
    if (request.method == http::Method::get) {
        http::Response response = co_await next.handle(request);
        co_return settle(std::move(response), hashed_key);
    }
    http::Request whole = request;
    whole.method = http::Method::get;
    http::Response response = co_await next.handle(whole);
    co_return settle(std::move(response), hashed_key);
}

// Behind the answer, on the same thread; the claim that find() gave is the coroutine's.
void Cache::State::start_refresh(const asio::any_io_executor& executor, const http::Request& request,
                                 const std::string& key_text) {
    asio::co_spawn(executor, refresh(request, key_text), [](const std::exception_ptr&) {});
}

awaitable<void> Cache::State::refresh(http::Request request, std::string key_text) {
    const std::shared_ptr<State> self = shared_from_this();
    const HashedKey hashed_key = hashed(key_text);
    const RefreshClaim claim(shard_of(hashed_key), hashed_key);
    request.arrived = clock.now();
    co_await forward(request, hashed_key);
}

Cache::Cache(http::Handler& next, std::size_t budget, CacheKey key, const base::Clock& clock)
    : state_(std::make_shared<State>(next, budget, std::move(key), clock)) {}

Cache::~Cache() = default;

awaitable<http::Response> Cache::handle(const http::Request& request) {
    const std::optional<std::string> key = state_->key(request);
    if (!key) {
        http::Response response = co_await state_->next.handle(request);
        response.trace.cache_status = "bypass";
        co_return response;
    }
    const HashedKey hashed_key = state_->hashed(*key);
    const base::SteadyTime now = state_->clock.now();
    const CacheShard::Found found = state_->shard_of(hashed_key).find(hashed_key, now);
    if (found.use == Use::nothing || found.use == Use::only_on_error) {
        co_return co_await state_->forward(request, hashed_key);
    }
    if (found.use == Use::stale_and_refresh) {
        const auto executor = co_await asio::this_coro::executor;
        state_->start_refresh(executor, request, *key);
    }
    if (found.hits == popular_hits) state_->give_kernel_copy(hashed_key, found.entry);
    co_return answer_from(found.entry, now);
}

CacheStatistics Cache::statistics() const {
    CacheStatistics total;
    for (const auto& shard : state_->shards)
        shard->add_to(total);
    return total;
}

void Cache::remove(const std::string& key) {
    const HashedKey hashed_key = state_->hashed(key);
    state_->shard_of(hashed_key).remove(hashed_key);
}

}  // namespace placard::edge
