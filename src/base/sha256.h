// SHA-256 (FIPS 180-4) over OpenSSL, for fingerprints and entity tags.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace placard::base {

using Sha256Digest = std::array<unsigned char, 32>;

// Feed it in pieces, then take the digest once.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    Sha256& update(std::string_view bytes);
    // Adds the length before the bytes, so that ("ab","c") and ("a","bc") differ.
    Sha256& update_framed(std::string_view bytes);
    Sha256Digest finish();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

Sha256Digest sha256(std::string_view bytes);

// Lower-case hexadecimal of the first `count` bytes (all of them by default).
std::string to_hex(const Sha256Digest& digest, std::size_t count = 32);

}  // namespace placard::base
