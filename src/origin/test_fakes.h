// A store that does what a test tells it, and a log that remembers: for this module's tests.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/log.h"
#include "origin/picture.h"
#include "store/etag.h"
#include "store/object_store.h"

namespace placard::origin {

inline base::Error error_of(base::ErrorCode code, base::Retry retry = base::Retry::no) {
    return {code, base::Fault::upstream, retry, "as the test wants it", "detail"};
}

// Keeps objects in memory; look-ups and saves are held and fail apart from each other, which
// store::MemoryStore can not.
class ScriptedStore final : public store::ObjectStore {
public:
    base::Result<std::optional<store::Object>> get(std::string_view key, base::Deadline) override {
        std::unique_lock lock(mutex_);
        ++gets_;
        changed_.notify_all();
        changed_.wait(lock, [&] { return !hold_gets_; });
        if (get_error_) return tl::unexpected(*get_error_);
        const auto found = objects_.find(key);
        if (found == objects_.end()) return std::nullopt;
        return found->second;
    }
    base::Result<store::PutOutcome> put_if_absent(std::string_view key, const base::Blob& body,
                                                  const store::ObjectHeaders& headers,
                                                  base::Deadline) override {
        std::unique_lock lock(mutex_);
        ++puts_;
        changed_.notify_all();
        changed_.wait(lock, [&] { return !hold_puts_; });
        if (failing_puts_ > 0) {
            --failing_puts_;
            return tl::unexpected(put_error_);
        }
        store::Object object{
            {headers.content_type, headers.cache_control, store::etag_of(body.view()), {}, body.size()},
            body};
        const bool added = objects_.emplace(std::string(key), std::move(object)).second;
        return added ? store::PutOutcome::written : store::PutOutcome::already_there;
    }
    // Not called by the pipeline.
    base::Result<std::optional<store::ObjectInfo>> head(std::string_view, base::Deadline) override {
        std::abort();
    }
    base::Result<store::ObjectInfo> put(std::string_view, const base::Blob&, const store::ObjectHeaders&,
                                        base::Deadline) override {
        std::abort();
    }
    base::Result<store::RemoveOutcome> remove(std::string_view, base::Deadline) override { std::abort(); }
    base::Result<store::ListPage> list(std::string_view, std::string_view, std::size_t,
                                       base::Deadline) override {
        std::abort();
    }

    void fail_gets(std::optional<base::Error> error) {
        std::lock_guard lock(mutex_);
        get_error_ = std::move(error);
    }
    void fail_puts(std::size_t count, base::Error error) {
        std::lock_guard lock(mutex_);
        failing_puts_ = count;
        put_error_ = std::move(error);
    }
    void hold_gets(bool hold) { set(hold_gets_, hold); }
    void hold_puts(bool hold) { set(hold_puts_, hold); }
    void wait_for_gets(std::size_t count) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return gets_ >= count; });
    }
    void wait_for_puts(std::size_t count) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return puts_ >= count; });
    }
    std::size_t gets() const {
        std::lock_guard lock(mutex_);
        return gets_;
    }
    std::size_t puts() const {
        std::lock_guard lock(mutex_);
        return puts_;
    }
    std::map<std::string, store::Object, std::less<>> objects() const {
        std::lock_guard lock(mutex_);
        return objects_;
    }

private:
    static tl::unexpected<base::Error> unused() {
        return tl::unexpected(error_of(base::ErrorCode::internal));
    }
    void set(bool& flag, bool value) {
        std::lock_guard lock(mutex_);
        flag = value;
        changed_.notify_all();
    }

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, store::Object, std::less<>> objects_;
    std::optional<base::Error> get_error_;
    base::Error put_error_;
    std::size_t failing_puts_ = 0;
    bool hold_gets_ = false;
    bool hold_puts_ = false;
    std::size_t gets_ = 0;
    std::size_t puts_ = 0;
};

// Each line as "event name=value name=value".
class RecordingLog final : public base::Log {
public:
    void write(base::Level, std::string_view event, std::initializer_list<base::Field> fields) override {
        std::string line(event);
        for (const base::Field& field : fields) {
            line += ' ' + std::string(field.name) + '=' +
                    std::visit([](auto value) { return text_of(value); }, field.value);
        }
        std::lock_guard lock(mutex_);
        lines_.push_back(std::move(line));
    }
    std::vector<std::string> lines(std::string_view event) const {
        std::lock_guard lock(mutex_);
        std::vector<std::string> chosen;
        for (const std::string& line : lines_) {
            if (line.starts_with(std::string(event) + ' ') || line == event) chosen.push_back(line);
        }
        return chosen;
    }

private:
    static std::string text_of(std::string_view text) { return std::string(text); }
    static std::string text_of(std::int64_t number) { return std::to_string(number); }
    static std::string text_of(double number) { return std::to_string(number); }

    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

// What a callback was given; counts how often it was called.
class Answer {
public:
    PictureCallback callback() {
        return [state = state_](PictureResult result) {
            std::lock_guard lock(state->mutex);
            ++state->calls;
            state->result = std::move(result);
            state->changed.notify_all();
        };
    }
    // Waits for it.
    PictureResult get() const {
        std::unique_lock lock(state_->mutex);
        state_->changed.wait(lock, [&] { return state_->result.has_value(); });
        return *state_->result;
    }
    std::size_t calls() const {
        std::lock_guard lock(state_->mutex);
        return state_->calls;
    }

private:
    struct State {
        std::mutex mutex;
        std::condition_variable changed;
        std::size_t calls = 0;
        std::optional<PictureResult> result;
    };
    std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace placard::origin
