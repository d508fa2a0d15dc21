// SipHash-1-3 (Aumasson, Bernstein 2012): a hash whose collisions a client that chooses the keys can't
// foresee.
#pragma once

#include <cstdint>
#include <string_view>

namespace placard::edge {

struct HashSecret {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
};

// From the system's source of randomness.
HashSecret random_secret();

std::uint64_t keyed_hash(const HashSecret& secret, std::string_view bytes);

}  // namespace placard::edge
