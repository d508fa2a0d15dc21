#include "origin/pipeline.h"

#include <atomic>
#include <utility>

#include "base/worker_pool.h"
#include "http/message.h"
#include "origin/cache_policy.h"
#include "origin/deadline_timer.h"
#include "origin/flight_table.h"
#include "origin/object_key.h"
#include "origin/saver.h"
#include "origin/store_gate.h"
#include "store/etag.h"

namespace placard::origin {
namespace {

enum class Save { yes, no };

// One key's way through the pipeline. Its steps follow each other, so its members need no lock.
struct Flight {
    card::CardAddress address;
    std::string key;
    base::Deadline deadline;  // of the first who asked
    base::SteadyTime began;
    std::atomic<bool> look_up_over{
        false};  // turned once: by the store's answer or by the time it took too long
    std::optional<base::Duration> store_time;
};
using SharedFlight = std::shared_ptr<Flight>;

SaverOptions saver_options(const PipelineOptions& options) {
    SaverOptions saver;
    saver.max_unsaved_bytes = options.max_unsaved_bytes;
    saver.store_timeout = options.store_timeout;
    saver.attempts = options.save_attempts;
    return saver;
}

base::Error timed_out() {
    return {base::ErrorCode::timeout,
            base::Fault::ours,
            base::Retry::yes,
            "the picture was not there before its deadline",
            {}};
}

base::Error stopping() {
    return {base::ErrorCode::cancelled, base::Fault::ours, base::Retry::yes, "the program is stopping", {}};
}

}  // namespace

struct Pipeline::State : std::enable_shared_from_this<State> {
    State(store::ObjectStore& store_, render::AdmissionQueue& queue_, const CardSources& sources_,
          const PipelineOptions& options_, base::Log& log, const base::Clock& clock_)
        : store(store_),
          queue(queue_),
          sources(sources_),
          options(options_),
          clock(clock_),
          gate(log, clock_),
          timer(clock_),
          saver(store_, saver_options(options_), log, clock_),
          io(options_.io_threads, options_.io_queue) {}

    void fetch(const card::CardAddress& address, base::Deadline deadline, PictureCallback done);
    void look_up(const SharedFlight& flight);
    void ask_store(const SharedFlight& flight);
    void looked_up(const SharedFlight& flight, base::Result<std::optional<store::Object>> found);
    void do_without_store(const SharedFlight& flight);
    void draw(const SharedFlight& flight, Save save);
    void drawn(const SharedFlight& flight, Save save, render::RenderOutcome outcome);
    store::Object object_of(const Flight& flight, const render::RenderedImage& image) const;
    void land(const std::string& key, const PictureResult& result);
    void stop();

    std::string key_of(const card::CardAddress& address) const {
        return object_key(address.card->name, sources.fingerprint_of(*address.card), address.id,
                          address.format);
    }

    store::ObjectStore& store;
    render::AdmissionQueue& queue;
    const CardSources& sources;
    const PipelineOptions options;
    const base::Clock& clock;

    std::atomic<std::uint64_t> store_hits{0};
    std::atomic<std::uint64_t> store_failures{0};
    std::atomic<std::uint64_t> renders{0};
    std::atomic<std::uint64_t> render_failures{0};
    std::atomic<std::uint64_t> joined{0};

    FlightTable flights;
    StoreGate gate;
    DeadlineTimer timer;
    Saver saver;
    base::WorkerPool io;
};

// 1. Whoever asks boards the flight of the key. Its first passenger starts it, unless the picture is at hand.
void Pipeline::State::fetch(const card::CardAddress& address, base::Deadline deadline, PictureCallback done) {
    auto waiter = std::make_shared<Waiter>(std::move(done));
    waiter->alarm =
        timer.schedule(deadline.time(), [waiter] { waiter->answer(tl::unexpected(timed_out())); });

    const std::string key = key_of(address);
    const Boarding boarding = flights.board(key, waiter);
    if (boarding == Boarding::joined) return;
    if (boarding == Boarding::refused) {
        timer.cancel(waiter->alarm);
        waiter->answer(tl::unexpected(stopping()));
        return;
    }
    // A picture enters the saver before its flight lands and leaves it when the store has it. So whoever
    // comes first after a landing finds it here or there, and it is not drawn a second time.
    if (auto unsaved = saver.find(key)) {
        Picture picture;
        picture.object = std::move(*unsaved);
        picture.provenance = Provenance::pending_save;
        return land(key, std::move(picture));
    }
    look_up(std::make_shared<Flight>(address, key, deadline, clock.now()));
}

// 2. The store is asked on a thread of its own, and not for longer than store_timeout, whatever the store
// does.
void Pipeline::State::look_up(const SharedFlight& flight) {
    if (!gate.admits()) return do_without_store(flight);
    const auto alarm = timer.schedule(flight->began + options.store_timeout, [this, flight] {
        if (flight->look_up_over.exchange(true)) return;
        looked_up(flight, base::fail(base::ErrorCode::timeout, base::Fault::upstream,
                                     "the store did not answer in time"));
    });
    const bool accepted = io.try_submit([this, flight, alarm] {
        if (!flight->look_up_over && !flights.closed()) ask_store(flight);
        timer.cancel(alarm);
    });
    if (accepted || flight->look_up_over.exchange(true)) return;
    // Too many look-ups wait. That is load and says nothing about the store, so the gate is not told.
    timer.cancel(alarm);
    do_without_store(flight);
}

void Pipeline::State::ask_store(const SharedFlight& flight) {
    auto found = store.get(flight->key, base::Deadline::at(flight->began + options.store_timeout));
    if (flight->look_up_over.exchange(true)) return;
    looked_up(flight, std::move(found));
}

void Pipeline::State::looked_up(const SharedFlight& flight,
                                base::Result<std::optional<store::Object>> found) {
    const bool is_corrupt = !found && found.error().code == base::ErrorCode::corrupt;
    if (!found && !is_corrupt) {
        gate.failed(found.error());
        return do_without_store(flight);
    }
    gate.succeeded();
    flight->store_time = clock.now() - flight->began;
    if (is_corrupt || !*found) return draw(flight, Save::yes);

    ++store_hits;
    Picture picture;
    picture.object = std::move(**found);
    picture.provenance = Provenance::store;
    picture.store_time = flight->store_time;
    land(flight->key, std::move(picture));
}

void Pipeline::State::do_without_store(const SharedFlight& flight) {
    ++store_failures;
    draw(flight, Save::no);
}

// 3. What the store does not have is drawn.
void Pipeline::State::draw(const SharedFlight& flight, Save save) {
    if (flights.closed()) return;
    auto job = sources.job_for(flight->address, flight->deadline);
    if (!job) return drawn(flight, save, {tl::unexpected(job.error()), {}});
    // The queue may end after the pipeline, so its callback keeps the state alive.
    queue.submit(std::move(*job), [self = shared_from_this(), flight, save](render::RenderOutcome outcome) {
        self->drawn(flight, save, std::move(outcome));
    });
}

// 4. Everybody aboard is answered; 5. the picture is saved after that, but has been put into the saver
// before.
void Pipeline::State::drawn(const SharedFlight& flight, Save save, render::RenderOutcome outcome) {
    if (!outcome.image) {
        ++render_failures;
        return land(flight->key, tl::unexpected(std::move(outcome.image.error())));
    }
    ++renders;
    Picture picture;
    picture.object = object_of(*flight, *outcome.image);
    picture.provenance = Provenance::render;
    picture.store_time = flight->store_time;
    picture.queue_time = outcome.waited;
    picture.render_time = outcome.image->drawing;
    if (save == Save::yes) saver.accept(flight->key, picture.object);
    land(flight->key, std::move(picture));
}

// The same that the store will say of it, but for the time, which the store takes when it writes.
store::Object Pipeline::State::object_of(const Flight& flight, const render::RenderedImage& image) const {
    store::Object object;
    object.body = image.bytes;
    object.info.content_type = base::content_type_of(image.format);
    object.info.cache_control = http::to_cache_control(card_policy(*flight.address.card));
    object.info.etag = store::etag_of(image.bytes.view());
    object.info.last_modified = clock.wall_now();
    object.info.size = image.bytes.size();
    return object;
}

void Pipeline::State::land(const std::string& key, const PictureResult& result) {
    for (const auto& waiter : flights.land(key)) {
        timer.cancel(waiter->alarm);
        if (waiter->answer(result) && waiter->joined) ++joined;
    }
}

void Pipeline::State::stop() {
    for (const auto& waiter : flights.close())
        waiter->answer(tl::unexpected(stopping()));
    io.stop();
    saver.stop();
    timer.stop();
}

Pipeline::Pipeline(store::ObjectStore& store, render::AdmissionQueue& queue, const CardSources& sources,
                   const PipelineOptions& options, base::Log& log, const base::Clock& clock)
    : state_(std::make_shared<State>(store, queue, sources, options, log, clock)) {}

Pipeline::~Pipeline() {
    stop();
}

void Pipeline::fetch(const card::CardAddress& address, base::Deadline deadline, PictureCallback done) {
    state_->fetch(address, deadline, std::move(done));
}

std::string Pipeline::key_of(const card::CardAddress& address) const {
    return state_->key_of(address);
}

PipelineStatistics Pipeline::statistics() const {
    PipelineStatistics statistics;
    statistics.store_hits = state_->store_hits;
    statistics.store_failures = state_->store_failures;
    statistics.renders = state_->renders;
    statistics.render_failures = state_->render_failures;
    statistics.saved = state_->saver.saved();
    statistics.save_failures = state_->saver.failures();
    statistics.joined = state_->joined;
    statistics.unsaved_bytes = state_->saver.unsaved_bytes();
    return statistics;
}

bool Pipeline::flush(base::Deadline deadline) {
    return state_->saver.flush(deadline);
}

void Pipeline::stop() {
    state_->stop();
}

}  // namespace placard::origin
