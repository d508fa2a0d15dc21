#include "edge/frequency_sketch.h"

#include <algorithm>
#include <bit>

namespace placard::edge {
namespace {

constexpr std::size_t counters_per_word = 16;
// Each counter stands for two or three recordings when it is halved: few enough that keys asked for once do
// not look like more.
constexpr std::size_t counters_per_entry = 4;
constexpr std::size_t recordings_per_entry = 10;

}  // namespace

FrequencySketch::FrequencySketch(std::size_t entries)
    : mask_(std::bit_ceil(std::max(entries * counters_per_entry, counters_per_word)) - 1),
      words_((mask_ + 1) / counters_per_word * rows),
      sample_(std::max<std::size_t>(entries, 1) * recordings_per_entry) {}

// Each row takes other bits of the hash: Kirsch and Mitzenmacher's two hashes make as many as are needed.
FrequencySketch::Counter FrequencySketch::counter(std::uint64_t hash, unsigned row) const {
    const std::uint64_t step = (hash >> 32) | 1;
    const std::size_t index = (hash + row * step) & mask_;
    return {row * (mask_ + 1) / counters_per_word + index / counters_per_word,
            static_cast<unsigned>(index % counters_per_word * 4)};
}

void FrequencySketch::record(std::uint64_t hash) {
    // Only the smallest counters are raised (conservative update): the others are too high already.
    const unsigned smallest = estimate(hash);
    if (smallest < 15) {
        for (unsigned row = 0; row < rows; ++row) {
            const Counter at = counter(hash, row);
            if (value(at) == smallest) words_[at.word] += std::uint64_t{1} << at.shift;
        }
    }
    if (++recorded_ >= sample_) halve();
}

unsigned FrequencySketch::estimate(std::uint64_t hash) const {
    unsigned smallest = 15;
    for (unsigned row = 0; row < rows; ++row)
        smallest = std::min(smallest, value(counter(hash, row)));
    return smallest;
}

// All sixteen counters of a word at once: shifted, without the bit that came over from the next counter.
void FrequencySketch::halve() {
    for (std::uint64_t& word : words_)
        word = (word >> 1) & 0x7777777777777777;
    recorded_ /= 2;
}

}  // namespace placard::edge
