// The one place where renders wait: bounded in number and in time, so that load can't pile up.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "base/clock.h"
#include "base/error.h"
#include "render/render_job.h"
#include "render/renderer.h"

namespace placard::render {

// What becomes of a job, with how long it waited before it was begun.
struct RenderOutcome {
    base::Result<RenderedImage> image;
    base::Duration waited{};
};

// Thread-safe. Jobs are begun in the order in which they came, by `workers` threads.
class AdmissionQueue {
public:
    // renderer: outlives the queue. capacity: jobs that may wait beside those being drawn.
    AdmissionQueue(Renderer& renderer, std::size_t workers, std::size_t capacity);
    ~AdmissionQueue();  // as stop()
    AdmissionQueue(const AdmissionQueue&) = delete;
    AdmissionQueue& operator=(const AdmissionQueue&) = delete;

    // `done` is called exactly once, on a thread of the queue or, where the job is refused at once, on the
    // caller's before submit() returns: ErrorCode::overloaded when the queue is full, timeout when the
    // deadline passes while the job waits (at that moment, not later), cancelled after stop(), else what
    // draw() returned. It must not block or throw.
    void submit(RenderJob job, std::function<void(RenderOutcome)> done);

    std::size_t waiting() const;
    std::size_t drawing() const;

    // Ends waiting jobs with `cancelled`, lets those being drawn finish, joins the threads. May be called
    // more than once and from several threads, but not from a `done`.
    void stop();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace placard::render
