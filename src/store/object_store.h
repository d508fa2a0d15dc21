// Where drawn cards are kept. Every store passes the suite of store/conformance.h.
//
// A key is a path of one or more segments joined by '/', each of 1 to 200 of the characters A-Z a-z 0-9 - _ .
// ~ and not "." or ".."; 900 bytes at most. Any other key is refused with ErrorCode::invalid.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/blob.h"
#include "base/clock.h"
#include "base/error.h"

namespace placard::store {

inline constexpr std::size_t max_body = 64 * 1024 * 1024;  // bytes; a larger one is refused with too_large

struct ObjectInfo {
    std::string content_type;
    std::string cache_control;
    std::string etag;  // strong, with its quotes (RFC 9110 section 8.8.3); given by the store from the body
    base::WallTime last_modified;
    std::uint64_t size = 0;  // of the body in bytes
};

struct Object {
    ObjectInfo info;
    base::Blob body;
};

// What a writer says of a body: visible ASCII, 1024 bytes each at most, else ErrorCode::invalid.
struct ObjectHeaders {
    std::string content_type;
    std::string cache_control;
};

enum class PutOutcome { written, already_there };
enum class RemoveOutcome { removed, was_absent };

struct ListEntry {
    std::string key;
    ObjectInfo info;
};

struct ListPage {
    std::vector<ListEntry> entries;   // in byte order of the keys
    std::optional<std::string> next;  // pass as `start_after` for the next page; nullopt: this was the last
};

// Thread-safe; calls block, and end by the deadline as well as the store can. A reader sees an object whole,
// as some one put wrote it, or not at all. Errors: invalid (key, headers), timeout, unavailable (retryable),
// too_large, corrupt (the object is treated as absent from then on), internal.
class ObjectStore {
public:
    virtual ~ObjectStore() = default;

    // nullopt: there is no such object.
    virtual base::Result<std::optional<Object>> get(std::string_view key, base::Deadline deadline) = 0;
    virtual base::Result<std::optional<ObjectInfo>> head(std::string_view key, base::Deadline deadline) = 0;

    // When it returns, the object is durable. Replaces what was there.
    virtual base::Result<ObjectInfo> put(std::string_view key, const base::Blob& body,
                                         const ObjectHeaders& headers, base::Deadline deadline) = 0;
    // Of any number of concurrent callers exactly one gets `written`, unless an object was there already.
    virtual base::Result<PutOutcome> put_if_absent(std::string_view key, const base::Blob& body,
                                                   const ObjectHeaders& headers, base::Deadline deadline) = 0;

    virtual base::Result<RemoveOutcome> remove(std::string_view key, base::Deadline deadline) = 0;

    // Keys that begin with `prefix` (any text, "" for all) and come after `start_after`, at most `limit`
    // (1..1000).
    virtual base::Result<ListPage> list(std::string_view prefix, std::string_view start_after,
                                        std::size_t limit, base::Deadline deadline) = 0;
};

}  // namespace placard::store
