#include "store/memory_store.h"

#include <algorithm>

#include "store/etag.h"
#include "store/object_key.h"

namespace placard::store {

using base::Result;
using base::Status;

Result<std::optional<Object>> MemoryStore::get(std::string_view key, base::Deadline deadline) {
    std::unique_lock lock(mutex_);
    if (auto ready = check_key(key).and_then([&] { return begin(lock, deadline); }); !ready)
        return tl::unexpected(std::move(ready.error()));
    const auto found = objects_.find(key);
    return found == objects_.end() ? std::nullopt : std::optional(found->second);
}

Result<std::optional<ObjectInfo>> MemoryStore::head(std::string_view key, base::Deadline deadline) {
    return get(key, deadline).map([](std::optional<Object> object) {
        return object ? std::optional(std::move(object->info)) : std::nullopt;
    });
}

Result<ObjectInfo> MemoryStore::put(std::string_view key, const base::Blob& body,
                                    const ObjectHeaders& headers, base::Deadline deadline) {
    std::unique_lock lock(mutex_);
    if (auto ready = check_key(key).and_then([&] { return check_content(body, headers); }).and_then([&] {
            return begin(lock, deadline);
        });
        !ready)
        return tl::unexpected(std::move(ready.error()));
    return store(key, body, headers);
}

Result<PutOutcome> MemoryStore::put_if_absent(std::string_view key, const base::Blob& body,
                                              const ObjectHeaders& headers, base::Deadline deadline) {
    std::unique_lock lock(mutex_);
    if (auto ready = check_key(key).and_then([&] { return check_content(body, headers); }).and_then([&] {
            return begin(lock, deadline);
        });
        !ready)
        return tl::unexpected(std::move(ready.error()));
    if (objects_.contains(key)) return PutOutcome::already_there;
    store(key, body, headers);
    return PutOutcome::written;
}

Result<RemoveOutcome> MemoryStore::remove(std::string_view key, base::Deadline deadline) {
    std::unique_lock lock(mutex_);
    if (auto ready = check_key(key).and_then([&] { return begin(lock, deadline); }); !ready)
        return tl::unexpected(std::move(ready.error()));
    const auto found = objects_.find(key);
    if (found == objects_.end()) return RemoveOutcome::was_absent;
    objects_.erase(found);
    return RemoveOutcome::removed;
}

Result<ListPage> MemoryStore::list(std::string_view prefix, std::string_view start_after, std::size_t limit,
                                   base::Deadline deadline) {
    std::unique_lock lock(mutex_);
    if (auto ready = begin(lock, deadline); !ready) return tl::unexpected(std::move(ready.error()));
    limit = std::clamp<std::size_t>(limit, 1, 1000);
    ListPage page;
    for (auto each = start_after < prefix ? objects_.lower_bound(prefix) : objects_.upper_bound(start_after);
         each != objects_.end() && each->first.starts_with(prefix); ++each) {
        if (page.entries.size() == limit) {
            page.next = page.entries.back().key;
            break;
        }
        page.entries.push_back({each->first, each->second.info});
    }
    return page;
}

void MemoryStore::fail_next(std::size_t calls, base::Error error) {
    const std::lock_guard lock(mutex_);
    failures_ = calls;
    error_ = std::move(error);
}

void MemoryStore::hold() {
    const std::lock_guard lock(mutex_);
    held_ = true;
}

void MemoryStore::release() {
    const std::lock_guard lock(mutex_);
    held_ = false;
    changed_.notify_all();
}

void MemoryStore::wait_until_holding(std::size_t calls) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return holding_ >= calls; });
}

std::size_t MemoryStore::calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
}

std::size_t MemoryStore::size() const {
    const std::lock_guard lock(mutex_);
    return objects_.size();
}

Status MemoryStore::begin(std::unique_lock<std::mutex>& lock, base::Deadline deadline) {
    const auto too_late = [] {
        return base::fail(base::ErrorCode::timeout, base::Fault::ours, "the store was not reached in time",
                          {}, base::Retry::yes);
    };
    ++calls_;
    if (deadline.passed()) return too_late();
    if (held_) {
        ++holding_;
        changed_.notify_all();
        const bool released = changed_.wait_until(lock, deadline.time(), [&] { return !held_; });
        --holding_;
        if (!released) return too_late();
    }
    if (failures_ > 0) {
        --failures_;
        return tl::unexpected(error_);
    }
    return {};
}

ObjectInfo MemoryStore::store(std::string_view key, const base::Blob& body, const ObjectHeaders& headers) {
    const ObjectInfo info{headers.content_type, headers.cache_control, etag_of(body.view()),
                          clock_.wall_now(), body.size()};
    objects_.insert_or_assign(std::string(key), Object{info, body});
    return info;
}

}  // namespace placard::store
