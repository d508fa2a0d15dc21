// A store in memory, for tests: it fails and waits when it is told to.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "store/object_store.h"

namespace placard::store {

class MemoryStore final : public ObjectStore {
public:
    // clock: of last_modified; outlives the store.
    explicit MemoryStore(const base::Clock& clock = base::system_clock()) : clock_(clock) {}

    base::Result<std::optional<Object>> get(std::string_view key, base::Deadline deadline) override;
    base::Result<std::optional<ObjectInfo>> head(std::string_view key, base::Deadline deadline) override;
    base::Result<ObjectInfo> put(std::string_view key, const base::Blob& body, const ObjectHeaders& headers,
                                 base::Deadline deadline) override;
    base::Result<PutOutcome> put_if_absent(std::string_view key, const base::Blob& body,
                                           const ObjectHeaders& headers, base::Deadline deadline) override;
    base::Result<RemoveOutcome> remove(std::string_view key, base::Deadline deadline) override;
    base::Result<ListPage> list(std::string_view prefix, std::string_view start_after, std::size_t limit,
                                base::Deadline deadline) override;

    // The next `calls` calls, of whatever kind, return `error` and do nothing else.
    void fail_next(std::size_t calls, base::Error error);
    // Every call blocks from hold() to release(), or until its deadline (timeout).
    void hold();
    void release();
    // Blocks until so many calls are being held.
    void wait_until_holding(std::size_t calls);

    // Calls that were begun, failed and held ones included.
    std::size_t calls() const;
    std::size_t size() const;

private:
    // With the lock held: the failure or the wait that a test has asked for.
    base::Status begin(std::unique_lock<std::mutex>& lock, base::Deadline deadline);
    ObjectInfo store(std::string_view key, const base::Blob& body, const ObjectHeaders& headers);

    const base::Clock& clock_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, Object, std::less<>> objects_;
    std::size_t failures_ = 0;
    base::Error error_;
    bool held_ = false;
    std::size_t holding_ = 0;
    std::size_t calls_ = 0;
};

}  // namespace placard::store
