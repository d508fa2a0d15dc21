#include "observe/access_log.h"

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "observe/access_line.h"
#include "observe/log_file.h"

namespace placard::observe {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds flush_interval{100};
constexpr milliseconds rotation_interval{500};
constexpr std::chrono::seconds calm_after_loss{10};
constexpr milliseconds patience{1000};                 // with a reader of a pipe
constexpr std::size_t early_flush_bytes = 256 * 1024;  // the writing thread is woken before its time
constexpr std::size_t full_buffer_bytes = 1024 * 1024;

// The lines of one thread. More threads than buffers share them.
struct alignas(64) Buffer {
    std::mutex order;  // held from the taking of lines until they are written, so that they stay in order
    std::mutex mutex;  // for what follows; taken after `order`
    std::string lines;
    std::size_t lost = 0;
    AccessLine line;
};

constexpr std::size_t buffer_count = 64;

std::size_t buffer_of_this_thread() {
    static std::atomic<std::size_t> threads{0};
    thread_local const std::size_t number = threads++;
    return number % buffer_count;
}

}  // namespace

struct AccessLog::State {
    State(LogFile opened, base::Log& event_log, const base::Clock& wall_clock)
        : log(event_log),
          clock(wall_clock),
          file(std::move(opened)),
          is_regular_file(file.is_regular_file()) {
        writer = std::thread([this] { run(); });
    }
    ~State() {
        {
            std::lock_guard lock(wake_mutex);
            stopping = true;
        }
        wake.notify_one();
        writer.join();
        if (lost > 0) log.error("access_log_ended", {{"lost", lost}});
    }

    void add(const http::Exchange& exchange);
    void run();
    void wake_writer();
    void flush_all();
    void flush(Buffer& buffer, std::string& taken);
    void write(const std::string& lines);
    void account(std::size_t lines_lost, const std::string& reason);
    void follow_rotation();

    base::Log& log;
    const base::Clock& clock;
    std::array<Buffer, buffer_count> buffers;

    std::mutex file_mutex;  // for what follows, up to the blank line
    LogFile file;
    const bool is_regular_file;  // needs no lock; a rotated file remains one
    std::uint64_t lost = 0;      // lines, not yet told in the event log
    base::SteadyTime last_loss{};
    bool rotation_failed = false;
    std::string spare;  // the writing thread's own: swapped for the lines of a buffer

    std::mutex wake_mutex;
    std::condition_variable wake;
    bool early = false;
    bool stopping = false;
    std::thread writer;
};

void AccessLog::State::add(const http::Exchange& exchange) {
    const base::WallTime now = clock.wall_now();
    Buffer& buffer = buffers[buffer_of_this_thread()];
    bool is_early = false;
    bool is_full = false;
    {
        std::lock_guard lock(buffer.mutex);
        const std::size_t before = buffer.lines.size();
        if (before >= full_buffer_bytes && !is_regular_file) {
            ++buffer.lost;  // the reader of the pipe is too slow, and a request does not wait for it
            return;
        }
        buffer.line.append(buffer.lines, exchange, now);
        is_early = before < early_flush_bytes && buffer.lines.size() >= early_flush_bytes;
        is_full = buffer.lines.size() >= full_buffer_bytes && is_regular_file;
    }
    if (is_early) wake_writer();
    // Requests come faster than one thread can write them down: this one helps, and nothing is lost.
    if (is_full) {
        std::string taken;
        flush(buffer, taken);
    }
}

void AccessLog::State::wake_writer() {
    {
        std::lock_guard lock(wake_mutex);
        early = true;
    }
    wake.notify_one();
}

void AccessLog::State::run() {
    auto next_rotation = std::chrono::steady_clock::now() + rotation_interval;
    for (bool last = false; !last;) {
        {
            std::unique_lock lock(wake_mutex);
            wake.wait_for(lock, flush_interval, [this] { return early || stopping; });
            early = false;
            last = stopping;
        }
        const auto now = std::chrono::steady_clock::now();
        if (now >= next_rotation || last) {
            follow_rotation();
            next_rotation = now + rotation_interval;
        }
        flush_all();
    }
}

void AccessLog::State::flush_all() {
    for (Buffer& buffer : buffers)
        flush(buffer, spare);
}

// taken: empty; whatever room it has is used.
void AccessLog::State::flush(Buffer& buffer, std::string& taken) {
    std::lock_guard order(buffer.order);
    std::size_t lines_lost = 0;
    {
        std::lock_guard lock(buffer.mutex);
        // The room stays with the buffers that are in use.
        if (!buffer.lines.empty()) taken.swap(buffer.lines);
        lines_lost = std::exchange(buffer.lost, 0);
    }
    if (!taken.empty()) write(taken);
    taken.clear();
    if (lines_lost > 0) {
        std::lock_guard lock(file_mutex);
        account(lines_lost, "its reader is too slow");
    }
}

void AccessLog::State::write(const std::string& lines) {
    std::lock_guard lock(file_mutex);
    const LineOutcome outcome = file.write(lines, patience);
    account(outcome.lost, outcome.error == 0 ? "" : std::generic_category().message(outcome.error));
}

// Said once when lines begin to be lost, and once, with their number, when none has been lost for a while.
void AccessLog::State::account(std::size_t lines_lost, const std::string& reason) {
    if (lines_lost > 0) {
        if (lost == 0) log.error("access_log_lost", {{"detail", reason}});
        lost += lines_lost;
        last_loss = clock.now();
    } else if (lost > 0 && clock.now() - last_loss >= calm_after_loss) {
        log.info("access_log_works_again", {{"lost", lost}});
        lost = 0;
    }
}

void AccessLog::State::follow_rotation() {
    std::lock_guard lock(file_mutex);
    const base::Status status = file.follow_rotation();
    if (!status && !rotation_failed) {
        log.warning("access_log_not_reopened",
                    {{"message", status.error().message}, {"detail", status.error().detail}});
    }
    rotation_failed = !status;
}

AccessLog::AccessLog(std::unique_ptr<State> state) : state_(std::move(state)) {}
AccessLog::~AccessLog() = default;

base::Result<std::unique_ptr<AccessLog>> AccessLog::create(const std::optional<std::filesystem::path>& file,
                                                           base::Log& log, const base::Clock& clock) {
    auto opened = LogFile::open(file);
    if (!opened) return tl::unexpected(opened.error());
    return std::unique_ptr<AccessLog>(new AccessLog(std::make_unique<State>(std::move(*opened), log, clock)));
}

void AccessLog::finished(const http::Exchange& exchange) {
    state_->add(exchange);
}

}  // namespace placard::observe
