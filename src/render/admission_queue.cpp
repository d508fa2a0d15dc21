#include "render/admission_queue.h"

#include <condition_variable>
#include <iterator>
#include <list>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace placard::render {

using base::ErrorCode;
using base::Fault;
using base::Retry;
using base::SteadyTime;

namespace {

struct Waiting {
    RenderJob job;
    std::function<void(RenderOutcome)> done;
    SteadyTime since;

    void end(base::Result<RenderedImage> image, SteadyTime waited_until) {
        done(RenderOutcome{std::move(image), waited_until - since});
    }
};

SteadyTime now() {
    return base::system_clock().now();
}

tl::unexpected<base::Error> overloaded() {
    return base::fail(ErrorCode::overloaded, Fault::ours, "too many pictures are waiting to be drawn", {},
                      Retry::yes);
}
tl::unexpected<base::Error> too_late() {
    return base::fail(ErrorCode::timeout, Fault::ours, "the picture's turn did not come before its deadline",
                      {}, Retry::yes);
}
tl::unexpected<base::Error> stopped() {
    return base::fail(ErrorCode::cancelled, Fault::ours, "the program is stopping");
}

}  // namespace

// A waiting job is in `line` and in `by_deadline`; whoever takes it out of both ends it, so that it ends
// once.
struct AdmissionQueue::State {
    using Line = std::list<Waiting>;

    State(Renderer& r, std::size_t worker_count, std::size_t line_capacity)
        : renderer(r), workers(worker_count), capacity(line_capacity) {}

    Renderer& renderer;
    const std::size_t workers;
    const std::size_t capacity;

    std::mutex mutex;
    std::condition_variable wake_worker;
    std::condition_variable wake_timer;
    Line line;
    std::multimap<SteadyTime, Line::iterator> by_deadline;
    std::size_t drawing = 0;
    bool stopping = false;

    std::mutex joining;
    std::vector<std::thread> threads;

    // The functions below want the mutex held.
    void enqueue(Waiting waiting) {
        line.push_back(std::move(waiting));
        const auto position = by_deadline.emplace(line.back().job.deadline.time(), std::prev(line.end()));
        if (position == by_deadline.begin()) wake_timer.notify_one();
        wake_worker.notify_one();
    }

    Waiting take_first() {
        const auto [begin, end] = by_deadline.equal_range(line.front().job.deadline.time());
        for (auto each = begin; each != end; ++each) {
            if (each->second != line.begin()) continue;
            by_deadline.erase(each);
            break;
        }
        Waiting first = std::move(line.front());
        line.pop_front();
        return first;
    }

    Line take_expired(SteadyTime time) {
        Line expired;
        while (!by_deadline.empty() && by_deadline.begin()->first <= time) {
            expired.splice(expired.end(), line, by_deadline.begin()->second);
            by_deadline.erase(by_deadline.begin());
        }
        return expired;
    }

    Line take_all() {
        by_deadline.clear();
        return std::exchange(line, {});
    }

    void work();
    void watch_deadlines();
};

void AdmissionQueue::State::work() {
    std::unique_lock lock(mutex);
    while (true) {
        wake_worker.wait(lock, [&] { return stopping || !line.empty(); });
        if (stopping) return;
        Waiting waiting = take_first();
        const SteadyTime begun = now();
        if (waiting.job.deadline.time() <= begun) {
            lock.unlock();
            waiting.end(too_late(), begun);
            lock.lock();
            continue;
        }
        ++drawing;
        lock.unlock();
        auto image = renderer.draw(waiting.job);
        lock.lock();
        --drawing;
        lock.unlock();
        waiting.end(std::move(image), begun);
        lock.lock();
    }
}

// The timer thread: ends jobs whose deadline passes while they wait, and at the stop all that wait.
void AdmissionQueue::State::watch_deadlines() {
    std::unique_lock lock(mutex);
    while (!stopping) {
        if (by_deadline.empty())
            wake_timer.wait(lock);
        else
            wake_timer.wait_until(lock, SteadyTime(by_deadline.begin()->first));
        Line expired = take_expired(now());
        if (expired.empty()) continue;
        lock.unlock();
        for (Waiting& waiting : expired)
            waiting.end(too_late(), now());
        lock.lock();
    }
    Line rest = take_all();
    lock.unlock();
    for (Waiting& waiting : rest)
        waiting.end(stopped(), now());
}

AdmissionQueue::AdmissionQueue(Renderer& renderer, std::size_t workers, std::size_t capacity)
    : state_(std::make_unique<State>(renderer, workers, capacity)) {
    for (std::size_t i = 0; i < workers; ++i)
        state_->threads.emplace_back([state = state_.get()] { state->work(); });
    state_->threads.emplace_back([state = state_.get()] { state->watch_deadlines(); });
}

AdmissionQueue::~AdmissionQueue() {
    stop();
}

void AdmissionQueue::submit(RenderJob job, std::function<void(RenderOutcome)> done) {
    const auto refuse = [&](tl::unexpected<base::Error> error) { done(RenderOutcome{std::move(error), {}}); };
    std::unique_lock lock(state_->mutex);
    const std::size_t idle = state_->workers - state_->drawing;
    const bool full = state_->line.size() >= state_->capacity + idle;
    if (!state_->stopping && !full && !job.deadline.passed()) {
        state_->enqueue(Waiting{std::move(job), std::move(done), now()});
        return;
    }
    const bool stopping = state_->stopping;
    lock.unlock();
    if (stopping)
        refuse(stopped());
    else if (full)
        refuse(overloaded());
    else
        refuse(too_late());
}

std::size_t AdmissionQueue::waiting() const {
    const std::lock_guard lock(state_->mutex);
    return state_->line.size();
}

std::size_t AdmissionQueue::drawing() const {
    const std::lock_guard lock(state_->mutex);
    return state_->drawing;
}

void AdmissionQueue::stop() {
    {
        const std::lock_guard lock(state_->mutex);
        state_->stopping = true;
        state_->wake_worker.notify_all();
        state_->wake_timer.notify_all();
    }
    const std::lock_guard lock(state_->joining);
    for (std::thread& thread : state_->threads)
        if (thread.joinable()) thread.join();
}

}  // namespace placard::render
