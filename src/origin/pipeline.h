// The life of a card behind the caches: look up → render once → save → answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "card/catalogue.h"
#include "origin/card_source.h"
#include "origin/picture.h"
#include "render/admission_queue.h"
#include "store/object_store.h"

namespace placard::origin {

struct PipelineOptions {
    std::size_t io_threads = 4;
    std::size_t io_queue = 1024;  // store look-ups that may wait
    std::size_t max_unsaved_bytes =
        64 * 1024 * 1024;                           // drawn but not yet saved; past it pictures are not saved
    std::chrono::milliseconds store_timeout{2000};  // of one store call
    std::size_t save_attempts = 3;
};

struct PipelineStatistics {
    std::uint64_t store_hits = 0;
    std::uint64_t store_failures =
        0;  // look-ups that failed, or were left out since the store is down or busy
    std::uint64_t renders = 0;
    std::uint64_t render_failures = 0;  // refused by the full queue among them
    std::uint64_t saved = 0;
    std::uint64_t save_failures = 0;  // given up, and logged each
    std::uint64_t joined = 0;         // requests answered by another request's flight
    std::size_t unsaved_bytes = 0;
};

// A store that fails a look-up, or does not answer it within store_timeout, is done without: the picture is
// drawn and served but not saved, since a store that can't be read is not to be trusted with a write on top
// of it, and what it may hold under that key is unknown. The next request tries again. A corrupt object
// counts as absent and is replaced.
//
// Thread-safe.
class Pipeline {
public:
    // store, queue, sources and log outlive the pipeline.
    Pipeline(store::ObjectStore& store, render::AdmissionQueue& queue, const CardSources& sources,
             const PipelineOptions& options, base::Log& log, const base::Clock& clock = base::system_clock());
    ~Pipeline();  // as stop()

    // However many ask for one address at the same time, the store is asked once and it is drawn once, by the
    // first one's deadline. `done` is called exactly once, at the latest when `deadline` passes, on some
    // thread of the pipeline or on the caller's before fetch() returns; it must not block or throw. Errors
    // are the renderer's, timeout, and cancelled after stop(); the default image is the caller's business.
    void fetch(const card::CardAddress& address, base::Deadline deadline, PictureCallback done);

    // Where the picture of this address is kept: "challenge/1f0c…/12-34-10.jpg".
    std::string key_of(const card::CardAddress& address) const;

    PipelineStatistics statistics() const;
    // Waits until nothing is left to save, or the deadline passes (false).
    bool flush(base::Deadline deadline);
    // Answers who waits with `cancelled`, saves what is drawn, joins the threads. What the queue is still
    // drawing is not waited for and not saved: stop the queue first. Not to be called from a callback of
    // fetch().
    void stop();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace placard::origin
