#include "edge/keyed_hash.h"

#include <bit>
#include <cstring>
#include <random>

namespace placard::edge {
namespace {

struct State {
    std::uint64_t v0, v1, v2, v3;

    void round() {
        v0 += v1;
        v1 = std::rotl(v1, 13) ^ v0;
        v0 = std::rotl(v0, 32);
        v2 += v3;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 += v3;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 += v1;
        v1 = std::rotl(v1, 17) ^ v2;
        v2 = std::rotl(v2, 32);
    }
    void compress(std::uint64_t word) {
        v3 ^= word;
        round();
        v0 ^= word;
    }
};

}  // namespace

HashSecret random_secret() {
    std::random_device random;
    const auto word = [&] { return (std::uint64_t{random()} << 32) | random(); };
    return {word(), word()};
}

std::uint64_t keyed_hash(const HashSecret& secret, std::string_view bytes) {
    State state{secret.first ^ 0x736f6d6570736575, secret.second ^ 0x646f72616e646f6d,
                secret.first ^ 0x6c7967656e657261, secret.second ^ 0x7465646279746573};
    const std::uint64_t length = bytes.size();
    while (bytes.size() >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), 8);
        state.compress(word);
        bytes.remove_prefix(8);
    }
    // The last word: what is left, and the length in its highest byte.
    std::uint64_t last = 0;
    std::memcpy(&last, bytes.data(), bytes.size());
    state.compress(last | (length << 56));

    state.v2 ^= 0xFF;
    state.round();
    state.round();
    state.round();
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

}  // namespace placard::edge
