// Which entries stay in a cache of limited size: W-TinyLFU (Einziger, Friedman, Manes 2017), with sizes in
// bytes. It decides, and holds nothing but the order; the entries belong to its user.
#pragma once

#include <boost/intrusive/list.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>

#include "edge/frequency_sketch.h"

namespace placard::edge {

// window: what is new, a hundredth of the budget. probation and protected_: the main part, a segmented LRU;
// what is asked for again while on probation becomes protected.
enum class Segment { none, window, probation, protected_ };

// What the policy knows of an entry; a base of whatever its user keeps. Stays at its address while it is in.
struct PolicyNode : boost::intrusive::list_base_hook<> {
    std::uint64_t hash = 0;
    std::size_t bytes = 0;
    Segment segment = Segment::none;
};

// Not thread-safe.
class AdmissionPolicy {
public:
    enum class Loss { evicted, rejected };  // had its time; was new and not worth another's place
    // Called for an entry that has to go, which is out of the policy by then.
    using Remove = std::function<void(PolicyNode&, Loss)>;

    AdmissionPolicy(std::size_t budget, Remove remove);
    ~AdmissionPolicy();
    AdmissionPolicy(const AdmissionPolicy&) = delete;
    AdmissionPolicy& operator=(const AdmissionPolicy&) = delete;

    // The key was asked for, whether or not it is in.
    void record(std::uint64_t hash) { sketch_.record(hash); }
    // The entry was used.
    void touch(PolicyNode& node);
    // Takes in a node that fits in the budget by itself; others may have to go, or the node itself.
    void insert(PolicyNode& node);
    // The entry takes so many bytes more from now on, and becomes protected; others may have to go for it.
    // False, and nothing has changed, where it would fill more than half of the main part.
    bool grow(PolicyNode& node, std::size_t bytes);
    // Takes one out, without a call to Remove.
    void erase(PolicyNode& node);

    std::size_t budget() const { return budget_; }
    // Never more than the budget.
    std::size_t bytes() const { return window_.bytes + probation_.bytes + protected_.bytes; }

private:
    // From the most to the least recently used.
    struct Lru {
        boost::intrusive::list<PolicyNode> nodes;
        std::size_t bytes = 0;
    };
    Lru& list_of(Segment segment);
    void push(PolicyNode& node, Segment segment);
    void shrink_window();
    void shrink_protected();
    // Lets the candidate into the main part, or not.
    void admit(PolicyNode& candidate);
    bool deserves_room(const PolicyNode& candidate, std::size_t needed);
    void make_room(std::size_t needed);
    std::size_t needed_for(const PolicyNode& node) const;

    const std::size_t budget_;
    const std::size_t window_budget_;
    const std::size_t main_budget_;
    const std::size_t protected_budget_;
    Remove remove_;
    FrequencySketch sketch_;
    Lru window_;
    Lru probation_;
    Lru protected_;
};

}  // namespace placard::edge
