// Saves drawn pictures behind the requests' backs, and keeps them at hand until they are saved.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "store/object_store.h"

namespace placard::origin {

struct SaverOptions {
    std::size_t threads = 2;
    std::size_t max_unsaved_bytes = 64 * 1024 * 1024;
    std::chrono::milliseconds store_timeout{2000};  // of one attempt
    std::size_t attempts = 3;
    std::chrono::milliseconds first_pause{
        50};  // before the second attempt; four times as long before each further
};

// Thread-safe. A picture that can't be saved is given up, counted, and logged as "save_failed".
class Saver {
public:
    // All outlive the saver.
    Saver(store::ObjectStore& store, SaverOptions options, base::Log& log, const base::Clock& clock);
    ~Saver();  // as stop()
    Saver(const Saver&) = delete;
    Saver& operator=(const Saver&) = delete;

    // Takes the picture, unless too many bytes wait already (a give-up, logged) or stop() was called.
    void accept(const std::string& key, const store::Object& object);
    // A picture that was taken and is not in the store yet.
    std::optional<store::Object> find(const std::string& key) const;

    // Waits until nothing is left to save; false where the deadline passes first.
    bool flush(base::Deadline deadline);
    // Saves what was taken, without pauses, and joins the threads. Once the store has failed meanwhile, what
    // is left is given up, so that a store that hangs can't keep the program from ending. May be called more
    // than once.
    void stop();

    std::uint64_t saved() const;
    std::uint64_t failures() const;
    std::size_t unsaved_bytes() const;

private:
    void run();
    base::Status save(const std::string& key, const store::Object& object);
    bool pause(std::size_t attempt);
    void give_up(const std::string& key, const base::Error& error);

    store::ObjectStore& store_;
    const SaverOptions options_;
    base::Log& log_;
    const base::Clock& clock_;

    mutable std::mutex mutex_;
    std::condition_variable wake_;        // something to save, or the end
    std::condition_variable stop_begun_;  // ends pauses
    std::condition_variable idle_;
    std::unordered_map<std::string, store::Object> unsaved_;
    std::deque<std::string> queue_;  // keys of unsaved_ that no thread has begun with
    std::size_t unsaved_bytes_ = 0;
    std::uint64_t saved_ = 0;
    std::uint64_t failures_ = 0;
    bool stopping_ = false;
    bool hopeless_ = false;  // the store failed while stopping
    std::vector<std::thread> threads_;
};

}  // namespace placard::origin
