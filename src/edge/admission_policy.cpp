#include "edge/admission_policy.h"

#include <algorithm>
#include <utility>

namespace placard::edge {
namespace {

// The paper's shares: a hundredth for the window, four fifths of the main part protected.
constexpr std::size_t window_divisor = 100;
constexpr std::size_t protected_numerator = 4;
constexpr std::size_t protected_denominator = 5;

// A small picture. With larger ones the sketch only knows more keys than it needs to.
constexpr std::size_t bytes_per_entry = 8192;

}  // namespace

AdmissionPolicy::AdmissionPolicy(std::size_t budget, Remove remove)
    : budget_(budget),
      window_budget_(budget / window_divisor),
      main_budget_(budget - window_budget_),
      protected_budget_(main_budget_ / protected_denominator * protected_numerator),
      remove_(std::move(remove)),
      sketch_(std::max<std::size_t>(1024, budget / bytes_per_entry)) {}

AdmissionPolicy::~AdmissionPolicy() {
    for (Lru* lru : {&window_, &probation_, &protected_})
        lru->nodes.clear();
}

AdmissionPolicy::Lru& AdmissionPolicy::list_of(Segment segment) {
    switch (segment) {
        case Segment::probation:
            return probation_;
        case Segment::protected_:
            return protected_;
        default:
            return window_;
    }
}

void AdmissionPolicy::push(PolicyNode& node, Segment segment) {
    Lru& lru = list_of(segment);
    node.segment = segment;
    lru.nodes.push_front(node);
    lru.bytes += node.bytes;
}

void AdmissionPolicy::erase(PolicyNode& node) {
    Lru& lru = list_of(node.segment);
    lru.nodes.erase(lru.nodes.iterator_to(node));
    lru.bytes -= node.bytes;
    node.segment = Segment::none;
}

void AdmissionPolicy::touch(PolicyNode& node) {
    const Segment now = node.segment == Segment::window ? Segment::window : Segment::protected_;
    erase(node);
    push(node, now);
    if (now == Segment::protected_) shrink_protected();
}

void AdmissionPolicy::insert(PolicyNode& node) {
    push(node, Segment::window);
    shrink_window();
}

bool AdmissionPolicy::grow(PolicyNode& node, std::size_t bytes) {
    if (node.bytes + bytes > main_budget_ / 2) return false;
    erase(node);
    node.bytes += bytes;
    make_room(needed_for(node));
    push(node, Segment::protected_);
    shrink_protected();
    return true;
}

void AdmissionPolicy::shrink_window() {
    while (window_.bytes > window_budget_) {
        PolicyNode& candidate = window_.nodes.back();
        erase(candidate);
        admit(candidate);
    }
}

void AdmissionPolicy::shrink_protected() {
    while (protected_.bytes > protected_budget_) {
        PolicyNode& oldest = protected_.nodes.back();
        erase(oldest);
        push(oldest, Segment::probation);
    }
}

// How many bytes of the main part have to go so that a node outside it fits.
std::size_t AdmissionPolicy::needed_for(const PolicyNode& node) const {
    const std::size_t wanted = probation_.bytes + protected_.bytes + node.bytes;
    return wanted > main_budget_ ? wanted - main_budget_ : 0;
}

void AdmissionPolicy::admit(PolicyNode& candidate) {
    if (candidate.bytes > main_budget_) {
        remove_(candidate, Loss::rejected);
        return;
    }
    const std::size_t needed = needed_for(candidate);
    if (needed > 0 && !deserves_room(candidate, needed)) {
        remove_(candidate, Loss::rejected);
        return;
    }
    make_room(needed);
    push(candidate, Segment::probation);
}

// It must have been asked for more often than each of those that would have to go: of two that are asked for
// equally often, the one that is in stays, or a scan of keys asked for once would turn the whole cache over.
bool AdmissionPolicy::deserves_room(const PolicyNode& candidate, std::size_t needed) {
    const unsigned frequency = sketch_.estimate(candidate.hash);
    std::size_t room = 0;
    for (const Lru* lru : {&probation_, &protected_}) {
        for (auto victim = lru->nodes.rbegin(); victim != lru->nodes.rend() && room < needed; ++victim) {
            if (sketch_.estimate(victim->hash) >= frequency) return false;
            room += victim->bytes;
        }
    }
    return true;
}

void AdmissionPolicy::make_room(std::size_t needed) {
    for (std::size_t room = 0; room < needed;) {
        PolicyNode& victim = probation_.nodes.empty() ? protected_.nodes.back() : probation_.nodes.back();
        room += victim.bytes;
        erase(victim);
        remove_(victim, Loss::evicted);
    }
}

}  // namespace placard::edge
