// A Renderer that does what a test tells it, for the tests of every module that draws.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "render/renderer.h"

namespace placard::render {

// Thread-safe. Answers with the same bytes until told otherwise.
class MockRenderer final : public Renderer {
public:
    base::Result<RenderedImage> draw(const RenderJob& job) override {
        std::unique_lock lock(mutex_);
        ++draws_;
        jobs_.push_back(job);
        max_concurrent_ = std::max(max_concurrent_, ++drawing_);
        changed_.notify_all();
        const bool released = changed_.wait_until(lock, job.deadline.time(), [&] { return !held_; });
        --drawing_;
        changed_.notify_all();
        if (!released)
            return base::fail(base::ErrorCode::timeout, base::Fault::upstream,
                              "the mock was held past the deadline");
        if (!failures_.empty()) {
            base::Error error = std::move(failures_.front());
            failures_.pop_front();
            return tl::unexpected(std::move(error));
        }
        if (failure_) return tl::unexpected(*failure_);
        return RenderedImage{bytes_, job.format, std::chrono::milliseconds(1), 1};
    }

    bool available() const override {
        const std::lock_guard lock(mutex_);
        return available_;
    }

    void answer_with(std::string bytes) {
        const std::lock_guard lock(mutex_);
        bytes_ = base::Blob(std::move(bytes));
        failure_.reset();
    }
    void fail_with(base::Error error) {
        const std::lock_guard lock(mutex_);
        failure_ = std::move(error);
    }
    // The next draw only; called twice: the next two.
    void fail_once_with(base::Error error) {
        const std::lock_guard lock(mutex_);
        failures_.push_back(std::move(error));
    }
    void set_available(bool available) {
        const std::lock_guard lock(mutex_);
        available_ = available;
    }

    // Draws block from hold() to release(), or until their job's deadline.
    void hold() {
        const std::lock_guard lock(mutex_);
        held_ = true;
    }
    void release() {
        const std::lock_guard lock(mutex_);
        held_ = false;
        changed_.notify_all();
    }

    // Blocks until so many draws are going on at this moment, or have been begun since the start.
    void wait_until_drawing(std::size_t count) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return drawing_ >= count; });
    }
    void wait_until_drawn(std::size_t count) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return draws_ >= count; });
    }

    std::size_t draws() const {
        const std::lock_guard lock(mutex_);
        return draws_;
    }
    std::size_t max_concurrent() const {
        const std::lock_guard lock(mutex_);
        return max_concurrent_;
    }
    // All jobs so far, in the order in which they were begun.
    std::vector<RenderJob> jobs() const {
        const std::lock_guard lock(mutex_);
        return jobs_;
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    base::Blob bytes_{std::string("mock picture")};
    std::optional<base::Error> failure_;
    std::deque<base::Error> failures_;
    bool available_ = true;
    bool held_ = false;
    std::size_t draws_ = 0;
    std::size_t drawing_ = 0;
    std::size_t max_concurrent_ = 0;
    std::vector<RenderJob> jobs_;
};

}  // namespace placard::render
