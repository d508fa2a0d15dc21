#include "origin/saver.h"

#include <algorithm>
#include <utility>

namespace placard::origin {
namespace {

bool may_pass(const base::Error& error) {
    return error.retry == base::Retry::yes || error.code == base::ErrorCode::timeout ||
           error.code == base::ErrorCode::unavailable;
}

}  // namespace

Saver::Saver(store::ObjectStore& store, SaverOptions options, base::Log& log, const base::Clock& clock)
    : store_(store), options_(options), log_(log), clock_(clock) {
    for (std::size_t i = 0; i < options_.threads; ++i)
        threads_.emplace_back([this] { run(); });
}

Saver::~Saver() {
    stop();
}

void Saver::accept(const std::string& key, const store::Object& object) {
    {
        std::lock_guard lock(mutex_);
        if (stopping_ || unsaved_.contains(key)) return;
        if (unsaved_bytes_ + object.body.size() <= options_.max_unsaved_bytes) {
            unsaved_bytes_ += object.body.size();
            unsaved_.emplace(key, object);
            queue_.push_back(key);
            wake_.notify_one();
            return;
        }
    }
    give_up(key, {base::ErrorCode::overloaded,
                  base::Fault::ours,
                  base::Retry::yes,
                  "too many pictures are waiting to be saved",
                  {}});
}

std::optional<store::Object> Saver::find(const std::string& key) const {
    std::lock_guard lock(mutex_);
    const auto found = unsaved_.find(key);
    if (found == unsaved_.end()) return std::nullopt;
    return found->second;
}

bool Saver::flush(base::Deadline deadline) {
    std::unique_lock lock(mutex_);
    // Less than for ever, so that adding it to the time of day can't overflow.
    const base::Duration longest =
        std::min<base::Duration>(deadline.remaining(clock_), std::chrono::hours(24));
    return idle_.wait_for(lock, longest, [this] { return unsaved_.empty(); });
}

void Saver::stop() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    stop_begun_.notify_all();
    for (std::thread& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

void Saver::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        const std::string key = std::move(queue_.front());
        queue_.pop_front();
        const store::Object object = unsaved_.at(key);

        lock.unlock();
        const base::Status status = save(key, object);
        if (!status) give_up(key, status.error());
        lock.lock();

        if (status) ++saved_;
        if (!status && may_pass(status.error()) && stopping_) hopeless_ = true;
        unsaved_.erase(key);
        unsaved_bytes_ -= object.body.size();
        if (unsaved_.empty()) idle_.notify_all();
    }
}

base::Status Saver::save(const std::string& key, const store::Object& object) {
    const store::ObjectHeaders headers{object.info.content_type, object.info.cache_control};
    for (std::size_t attempt = 1;; ++attempt) {
        {
            std::lock_guard lock(mutex_);
            if (hopeless_) {
                return base::fail(base::ErrorCode::cancelled, base::Fault::ours,
                                  "the program is stopping and the store does not answer");
            }
        }
        // Another node may have drawn it at the same time: then its picture stays, and that is as good.
        const auto outcome = store_.put_if_absent(key, object.body, headers,
                                                  base::Deadline::after(options_.store_timeout, clock_));
        if (outcome) return {};
        if (!may_pass(outcome.error()) || attempt >= options_.attempts || !pause(attempt)) {
            return tl::unexpected(outcome.error());
        }
    }
}

// Before the attempt after this one; false where there is to be none since the program is stopping.
bool Saver::pause(std::size_t attempt) {
    std::chrono::milliseconds length = options_.first_pause;
    for (std::size_t i = 1; i < attempt; ++i)
        length *= 4;
    std::unique_lock lock(mutex_);
    return !stop_begun_.wait_for(lock, length, [this] { return stopping_; });
}

void Saver::give_up(const std::string& key, const base::Error& error) {
    {
        std::lock_guard lock(mutex_);
        ++failures_;
    }
    log_.error("save_failed", {{"key", key},
                               {"reason", base::name_of(error.code)},
                               {"message", error.message},
                               {"detail", error.detail}});
}

std::uint64_t Saver::saved() const {
    std::lock_guard lock(mutex_);
    return saved_;
}

std::uint64_t Saver::failures() const {
    std::lock_guard lock(mutex_);
    return failures_;
}

std::size_t Saver::unsaved_bytes() const {
    std::lock_guard lock(mutex_);
    return unsaved_bytes_;
}

}  // namespace placard::origin
