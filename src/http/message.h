// Requests and answers as the program's own handlers see them; RFC 9110's terms.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/blob.h"
#include "base/clock.h"

namespace placard::http {

class KernelCopy;

// Other methods never get past the server: it answers 405.
enum class Method { get, head };

struct HeaderField {
    std::string name;
    std::string value;
};

// A valid request without a body.
struct Request {
    Method method = Method::get;
    std::string target;  // origin-form, as it came: "/12-34-10.jpg?v=3"
    std::vector<HeaderField> fields;
    std::string client;  // numeric address without port
    base::SteadyTime arrived;

    std::string_view path() const;   // the target up to '?'
    std::string_view query() const;  // after '?', empty where there is none
    // The value of the first field of that name, compared without regard to case; nullptr where there is
    // none.
    const std::string* field(std::string_view name) const;
};

// Lifetimes of an answer (RFC 9111, RFC 5861). Zero max_age with no_store: never kept anywhere.
struct CachePolicy {
    std::chrono::seconds max_age{0};
    std::chrono::seconds stale_while_revalidate{0};
    std::chrono::seconds stale_if_error{0};
    bool no_store = false;
};

// "public, max-age=31536000, stale-while-revalidate=86400, stale-if-error=604800", or "no-store".
std::string to_cache_control(const CachePolicy& policy);
void append_cache_control(std::string& out, const CachePolicy& policy);

// A selected representation: what caches keep and share. Immutable once made.
struct Representation {
    base::Blob body;
    std::string content_type;
    std::string etag;  // with quotes; empty: none is sent
    std::optional<base::WallTime> last_modified;
    CachePolicy policy;
    // The body once more, where it is sent so often that this pays; nullptr mostly.
    std::shared_ptr<const KernelCopy> kernel_copy = {};
};
using SharedRepresentation = std::shared_ptr<const Representation>;

// Is the answer what was asked for? `fallback`: a default image in a card's place; `failure`: an error
// status.
enum class Outcome { answer, fallback, failure };

// How the answer came about: for Cache-Status, Server-Timing and the access log.
struct Trace {
    std::string_view
        cache_status;  // static text: "hit", "stale", "miss", "bypass"; empty: no cache was asked
    // Freshness left of what the cache keeps; negative when stale. On a miss it is there where the cache kept
    // it.
    std::optional<std::chrono::seconds> ttl = {};
    std::string_view card = {};        // valid until the answer is written; empty: none
    std::string_view source = {};      // static text: "store", "render", "pending", "default", "static"
    std::string fallback_reason = {};  // empty unless Outcome::fallback: "timeout", "overloaded", …
    std::optional<base::Duration> store_time = {};
    std::optional<base::Duration> queue_time = {};
    std::optional<base::Duration> render_time = {};
};

// first and last byte, both included, of the representation's body (RFC 9110 section 14).
struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

struct Response {
    int status = 200;
    SharedRepresentation representation;  // never null; of a 304 the one that was not sent
    std::optional<ByteRange> range;       // of a 206
    std::optional<std::chrono::seconds> age;
    std::vector<HeaderField> fields;  // beside those that the representation, the age and the trace give
    Outcome outcome = Outcome::answer;
    Trace trace;
};

// A short plain-text answer that is never cached: "405 Method Not Allowed\n".
Response plain_response(int status);
// "Not Found" for 404.
std::string_view reason_phrase(int status);

}  // namespace placard::http
