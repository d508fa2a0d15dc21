#include "edge/cache_shard.h"

#include <utility>

namespace placard::edge {

CacheShard::CacheShard(std::size_t budget)
    : policy_(budget, [this](PolicyNode& node, AdmissionPolicy::Loss loss) {
          ++(loss == AdmissionPolicy::Loss::evicted ? counts_.evictions : counts_.rejected);
          removed_->push_back(take(static_cast<Node&>(node)));
      }) {}

CacheShard::Node* CacheShard::node_of(HashedKey key) {
    const auto found = nodes_.find(key);
    return found == nodes_.end() ? nullptr : found->second.get();
}

// Out of the table; the policy has forgotten it before.
std::unique_ptr<CacheShard::Node> CacheShard::take(Node& node) {
    const auto found = nodes_.find({node.key, node.hash});
    std::unique_ptr<Node> owned = std::move(found->second);
    nodes_.erase(found);
    added_bytes_ -= owned->added_bytes;
    return owned;
}

CacheShard::Found CacheShard::find(HashedKey key, base::SteadyTime now) {
    std::unique_ptr<Node> expired;  // destroyed after the lock is gone
    const std::lock_guard lock(mutex_);
    policy_.record(key.hash);
    Node* node = node_of(key);
    if (node == nullptr) {
        ++counts_.misses;
        return {};
    }
    const Freshness freshness = freshness_of(*node->entry, now);
    if (freshness == Freshness::expired) {
        ++counts_.misses;
        policy_.erase(*node);
        expired = take(*node);
        return {};
    }
    policy_.touch(*node);
    if (freshness == Freshness::fresh) {
        ++counts_.hits;
        return {Use::fresh, node->entry, ++node->hits};
    }
    const bool may_try = now >= node->retry;
    if (freshness == Freshness::on_error && may_try) {
        ++counts_.misses;
        return {Use::only_on_error, node->entry, 0};
    }
    ++counts_.stale_hits;
    if (!may_try || node->refreshing) return {Use::stale, node->entry, 0};
    node->refreshing = true;
    return {Use::stale_and_refresh, node->entry, 0};
}

bool CacheShard::store(HashedKey key, SharedEntry entry) {
    auto node = std::make_unique<Node>();
    node->hash = key.hash;
    node->key = key.text;
    node->bytes = size_of(*entry, key.text);
    node->entry = std::move(entry);

    Removed removed;
    const std::lock_guard lock(mutex_);
    removed_ = &removed;
    if (Node* before = node_of(key); before != nullptr) {
        policy_.erase(*before);
        removed.push_back(take(*before));
    }
    const HashedKey own_key{node->key, node->hash};
    Node& stored = *nodes_.emplace(own_key, std::move(node)).first->second;
    policy_.insert(stored);
    removed_ = nullptr;
    return removed.empty() || node_of(key) != nullptr;
}

void CacheShard::enlarge(HashedKey key, const SharedEntry& entry, SharedEntry larger, std::size_t bytes) {
    Removed removed;
    const std::lock_guard lock(mutex_);
    removed_ = &removed;
    Node* node = node_of(key);
    const bool possible = node != nullptr && node->entry == entry && node->added_bytes == 0 &&
                          added_bytes_ + bytes <= policy_.budget() / 4;
    if (possible && policy_.grow(*node, bytes)) {
        node->added_bytes = bytes;
        added_bytes_ += bytes;
        node->entry.swap(larger);
    }
    removed_ = nullptr;
}

SharedEntry CacheShard::keep_after_failure(HashedKey key, base::SteadyTime now, base::SteadyTime retry) {
    const std::lock_guard lock(mutex_);
    Node* node = node_of(key);
    if (node == nullptr) return nullptr;
    node->refreshing = false;
    if (node->entry->outcome != http::Outcome::answer) return nullptr;
    if (freshness_of(*node->entry, now) == Freshness::expired) return nullptr;
    node->retry = retry;
    return node->entry;
}

void CacheShard::release(HashedKey key) {
    const std::lock_guard lock(mutex_);
    if (Node* node = node_of(key); node != nullptr) node->refreshing = false;
}

void CacheShard::remove(HashedKey key) {
    std::unique_ptr<Node> removed;
    const std::lock_guard lock(mutex_);
    Node* node = node_of(key);
    if (node == nullptr) return;
    policy_.erase(*node);
    removed = take(*node);
}

void CacheShard::add_to(CacheStatistics& total) const {
    const std::lock_guard lock(mutex_);
    total.hits += counts_.hits;
    total.stale_hits += counts_.stale_hits;
    total.misses += counts_.misses;
    total.evictions += counts_.evictions;
    total.rejected += counts_.rejected;
    total.bytes += policy_.bytes();
    total.entries += nodes_.size();
}

}  // namespace placard::edge
