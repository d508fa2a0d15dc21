// How often a key was asked for lately, approximately and in little memory: the count-min sketch with 4-bit
// counters and aging of TinyLFU (Einziger, Friedman, Manes 2017, section 3).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace placard::edge {

// Not thread-safe.
class FrequencySketch {
public:
    // entries: about how many keys are worth telling apart.
    explicit FrequencySketch(std::size_t entries);

    // One more time. After ten times as many as there are entries, all counters are halved: the past fades.
    void record(std::uint64_t hash);
    // At least as often as it was recorded since it faded, 15 at most; too high where keys collide in every
    // row.
    unsigned estimate(std::uint64_t hash) const;

    std::size_t memory() const { return words_.size() * sizeof(std::uint64_t); }

private:
    static constexpr unsigned rows = 4;
    struct Counter {
        std::size_t word;
        unsigned shift;
    };
    Counter counter(std::uint64_t hash, unsigned row) const;
    unsigned value(Counter counter) const { return (words_[counter.word] >> counter.shift) & 0xF; }
    void halve();

    std::size_t mask_;                  // counters of a row, less one
    std::vector<std::uint64_t> words_;  // sixteen counters each, row after row
    std::size_t recorded_ = 0;
    std::size_t sample_;
};

}  // namespace placard::edge
