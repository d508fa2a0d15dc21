#include "edge/admission_policy.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>

#include "edge/keyed_hash.h"

namespace placard::edge {
namespace {

// A cache of nothing but sizes.
class SizesOnly {
public:
    explicit SizesOnly(std::size_t budget)
        : policy_(budget, [this](PolicyNode& node, AdmissionPolicy::Loss) { nodes_.erase(node.hash); }) {}
    ~SizesOnly() {
        for (auto& [hash, node] : nodes_)
            policy_.erase(*node);
    }

    // Asks for a key, and keeps it where it was not there; true: it was.
    bool ask(std::uint64_t number, std::size_t bytes) {
        const std::uint64_t hash = keyed_hash({1, 2}, std::to_string(number));
        policy_.record(hash);
        if (const auto found = nodes_.find(hash); found != nodes_.end()) {
            policy_.touch(*found->second);
            return true;
        }
        auto node = std::make_unique<PolicyNode>();
        node->hash = hash;
        node->bytes = bytes;
        policy_.insert(*nodes_.emplace(hash, std::move(node)).first->second);
        return false;
    }
    std::size_t count() const { return nodes_.size(); }
    std::size_t bytes_of_nodes() const {
        std::size_t sum = 0;
        for (const auto& [hash, node] : nodes_)
            sum += node->bytes;
        return sum;
    }
    const AdmissionPolicy& policy() const { return policy_; }

private:
    std::map<std::uint64_t, std::unique_ptr<PolicyNode>> nodes_;
    AdmissionPolicy policy_;
};

TEST(AdmissionPolicy, keeps_everything_while_there_is_room) {
    SizesOnly cache(1000000);
    for (std::uint64_t i = 0; i < 90; ++i)
        EXPECT_FALSE(cache.ask(i, 10000));
    for (std::uint64_t i = 0; i < 90; ++i)
        EXPECT_TRUE(cache.ask(i, 10000));
}

TEST(AdmissionPolicy, keeps_one_picture_that_takes_nearly_all) {
    SizesOnly cache(1000000);
    cache.ask(1, 980000);
    EXPECT_TRUE(cache.ask(1, 980000));
}

TEST(AdmissionPolicy, never_keeps_what_is_larger_than_the_cache) {
    SizesOnly cache(1000000);
    for (int i = 0; i < 10; ++i)
        EXPECT_FALSE(cache.ask(1, 1000001));
    EXPECT_EQ(cache.count(), 0u);
}

TEST(AdmissionPolicy, lets_in_what_is_asked_for_more_often) {
    SizesOnly cache(100000);
    for (std::uint64_t i = 0; i < 200; ++i)
        cache.ask(i, 10000);
    for (int i = 0; i < 3; ++i)
        cache.ask(1000, 10000);
    EXPECT_TRUE(cache.ask(1000, 10000));
}

// A crawler that asks for a million cards once each must not drive out the fifty that everybody looks at.
TEST(AdmissionPolicy, keeps_a_hot_set_through_a_scan_of_a_million_keys) {
    SizesOnly cache(1000000);
    constexpr std::uint64_t hot_keys = 80;
    for (int round = 0; round < 5; ++round) {
        for (std::uint64_t i = 0; i < hot_keys; ++i)
            cache.ask(i, 10000);
    }
    std::mt19937 random(1);
    std::uint64_t hot_asked = 0;
    std::uint64_t hot_hits = 0;
    for (std::uint64_t scanned = 0; scanned < 1000000; ++scanned) {
        cache.ask(1000 + scanned, 10000);
        if (scanned % 5 != 0) continue;
        ++hot_asked;
        hot_hits += cache.ask(random() % hot_keys, 10000);
    }
    EXPECT_GT(static_cast<double>(hot_hits), 0.95 * static_cast<double>(hot_asked));
}

TEST(AdmissionPolicy, follows_when_another_set_becomes_hot) {
    SizesOnly cache(1000000);
    for (int round = 0; round < 20; ++round) {
        for (std::uint64_t i = 0; i < 80; ++i)
            cache.ask(i, 10000);
    }
    for (int round = 0; round < 300; ++round) {
        for (std::uint64_t i = 100; i < 180; ++i)
            cache.ask(i, 10000);
    }
    std::uint64_t hits = 0;
    for (std::uint64_t i = 100; i < 180; ++i)
        hits += cache.ask(i, 10000);
    EXPECT_GT(hits, 70u);
}

TEST(AdmissionPolicy, never_exceeds_its_budget_whatever_is_asked) {
    for (const std::size_t budget :
         {std::size_t{0}, std::size_t{1}, std::size_t{99}, std::size_t{5000}, std::size_t{1000000}}) {
        SizesOnly cache(budget);
        std::mt19937 random(static_cast<unsigned>(budget));
        for (int i = 0; i < 20000; ++i) {
            const std::size_t bytes = 1 + random() % (random() % 10 == 0 ? budget + 100 : budget / 20 + 10);
            cache.ask(random() % 300, bytes);
            ASSERT_LE(cache.policy().bytes(), budget);
        }
        ASSERT_EQ(cache.policy().bytes(), cache.bytes_of_nodes());
    }
}

}  // namespace
}  // namespace placard::edge
