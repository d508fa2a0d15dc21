// A part of the cache with a lock of its own. Its critical sections look up, relink and count; bodies are
// neither copied nor freed within them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "edge/admission_policy.h"
#include "edge/cache.h"
#include "edge/cache_entry.h"

namespace placard::edge {

struct HashedKey {
    std::string_view text;
    std::uint64_t hash = 0;
    friend bool operator==(const HashedKey& a, const HashedKey& b) {
        return a.hash == b.hash && a.text == b.text;
    }
};

// What a request is to do with what was found.
enum class Use {
    nothing,            // there is nothing: ask the next handler
    fresh,              // answer with it
    stale,              // answer with it; somebody refreshes it, or it was tried a moment ago
    stale_and_refresh,  // answer with it and refresh it: the caller has to settle() or release()
    only_on_error,      // ask the next handler; answer with it where that fails
};

// Thread-safe.
class CacheShard {
public:
    explicit CacheShard(std::size_t budget);

    struct Found {
        Use use = Use::nothing;
        SharedEntry entry = {};
        std::uint64_t hits = 0;  // of this entry while fresh, this one included
    };
    Found find(HashedKey key, base::SteadyTime now);

    // Keeps the entry in place of what was there, if it is admitted; true where it was.
    bool store(HashedKey key, SharedEntry entry);

    // Puts an entry that gives the same answer, but takes so many bytes more, in another's place. It stays
    // out where the other has gone, or the additions of all entries would take more than a quarter of the
    // budget.
    void enlarge(HashedKey key, const SharedEntry& entry, SharedEntry larger, std::size_t bytes);

    // The next handler failed: a card that may still be served stays, and is served without another try until
    // `retry`. nullptr where there is none.
    SharedEntry keep_after_failure(HashedKey key, base::SteadyTime now, base::SteadyTime retry);

    // Gives up a refresh that brought nothing to keep.
    void release(HashedKey key);

    void remove(HashedKey key);
    void add_to(CacheStatistics& total) const;

private:
    struct Node : PolicyNode {
        std::string key;
        SharedEntry entry;
        std::uint64_t hits = 0;
        std::size_t added_bytes = 0;  // by enlarge()
        bool refreshing = false;
        base::SteadyTime retry = base::SteadyTime::min();
    };
    struct Hash {
        std::size_t operator()(const HashedKey& key) const { return static_cast<std::size_t>(key.hash); }
    };
    // Nodes that left, to be destroyed when the lock is gone.
    using Removed = std::vector<std::unique_ptr<Node>>;

    Node* node_of(HashedKey key);
    std::unique_ptr<Node> take(Node& node);

    mutable std::mutex mutex_;
    std::unordered_map<HashedKey, std::unique_ptr<Node>, Hash> nodes_;
    Removed* removed_ = nullptr;  // where the policy's victims go, during a store()
    CacheStatistics counts_;
    std::size_t added_bytes_ = 0;
    AdmissionPolicy policy_;
};

}  // namespace placard::edge
