// What the cache keeps of an answer, and how fresh it still is.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "http/message.h"

namespace placard::edge {

// Immutable once made, and shared by whoever is answering with it.
struct CacheEntry {
    http::Representation representation;
    std::vector<http::HeaderField> fields;
    http::Outcome outcome = http::Outcome::answer;
    std::string fallback_reason;
    std::string card;
    base::SteadyTime stored;
    std::chrono::seconds age_when_stored{0};
};
using SharedEntry = std::shared_ptr<const CacheEntry>;

// nullptr: an answer that must not be kept (RFC 9111 section 3), or that would be of no use.
SharedEntry make_entry(const http::Response& response, base::SteadyTime now);

// Bytes that an entry under this key takes, bookkeeping included.
std::size_t size_of(const CacheEntry& entry, std::string_view key);

// RFC 9111 section 4.2.3, and what is left of its lifetime (negative when stale).
std::chrono::seconds age_of(const CacheEntry& entry, base::SteadyTime now);
std::chrono::seconds time_to_live(const CacheEntry& entry, base::SteadyTime now);

// fresh: RFC 9111 section 4.2. revalidating, on_error: stale, but RFC 5861 lets it be served at once, or in
// place of an error.
enum class Freshness { fresh, revalidating, on_error, expired };
Freshness freshness_of(const CacheEntry& entry, base::SteadyTime now);

// The answer that the entry gives; it keeps the entry alive.
http::Response answer_from(const SharedEntry& entry, base::SteadyTime now);

}  // namespace placard::edge
