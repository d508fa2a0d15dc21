// The life of a card behind the caches: look up → render once → save → answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/worker_pool.h"
#include "card/catalogue.h"
#include "origin/card_source.h"
#include "render/admission_queue.h"
#include "store/object_store.h"

namespace placard::origin {

// Where a picture came from: the store, a renderer, or memory while its save was still under way.
enum class Provenance { store, render, pending_save };

struct Picture {
    store::Object object;
    Provenance provenance = Provenance::store;
    std::optional<base::Duration> store_time;
    std::optional<base::Duration> queue_time;
    std::optional<base::Duration> render_time;
};

struct PipelineOptions {
    std::size_t io_threads = 4;
    std::size_t io_queue = 1024;                           // store look-ups that may wait
    std::size_t max_unsaved_bytes = 64 * 1024 * 1024;      // drawn but not yet saved; past it pictures are not saved
    std::chrono::milliseconds store_timeout{2000};         // of one store call
    std::size_t save_attempts = 3;
};

struct PipelineStatistics {
    std::uint64_t store_hits = 0;
    std::uint64_t renders = 0;
    std::uint64_t render_failures = 0;
    std::uint64_t saved = 0;
    std::uint64_t save_failures = 0;  // given up, and logged each
    std::uint64_t joined = 0;         // requests answered by another request's flight
    std::size_t unsaved_bytes = 0;
};

// Thread-safe.
class Pipeline {
public:
    // store, queue, sources and log outlive the pipeline.
    Pipeline(store::ObjectStore& store, render::AdmissionQueue& queue, const CardSources& sources,
             PipelineOptions options, base::Log& log, const base::Clock& clock = base::system_clock());
    ~Pipeline();  // as stop()

    // However many ask for one address at the same time, the store is asked once and it is drawn once. `done` is
    // called exactly once, at the latest when `deadline` passes, on some thread of the pipeline; it must not block.
    // Errors are those of the store and the renderer; the default image is the caller's business.
    void fetch(const card::CardAddress& address, base::Deadline deadline,
               std::function<void(base::Result<Picture>)> done);

    // Where the picture of this address is kept: "challenge/1f0c…/12-34-10.jpg".
    std::string key_of(const card::CardAddress& address) const;

    PipelineStatistics statistics() const;
    // Waits until nothing is left to save, or the deadline passes (false).
    bool flush(base::Deadline deadline);
    // Answers what is under way, saves what is drawn, joins the threads.
    void stop();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace placard::origin
