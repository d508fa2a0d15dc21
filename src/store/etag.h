// The entity tag of a body: one rule for every store and for pictures that are not yet in one.
#pragma once

#include <string>
#include <string_view>

#include "base/sha256.h"

namespace placard::store {

// Strong (RFC 9110 section 8.8.3), with its quotes: hexadecimal, the first 32 characters of the body's
// SHA-256.
inline std::string etag_of(std::string_view body) {
    constexpr std::size_t digest_bytes = 16;
    return '"' + base::to_hex(base::sha256(body), digest_bytes) + '"';
}

}  // namespace placard::store
