#include "origin/fetch_picture.h"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace placard::origin {
namespace {

namespace asio = boost::asio;

// Where the pipeline's thread and the coroutine meet. The coroutine does not hand itself to the pipeline,
// which may outlive its event loop: it waits for a timer that never ends, the loop keeps it, and the pipeline
// ends the timer.
struct Meeting {
    std::mutex mutex;
    asio::steady_timer* bell;  // null: the coroutine has gone
    std::optional<PictureResult> result;
};

void ring(const std::shared_ptr<Meeting>& meeting) {
    std::lock_guard lock(meeting->mutex);
    if (meeting->bell != nullptr) meeting->bell->expires_at(asio::steady_timer::time_point::min());
}

// On a thread of the pipeline. As long as the bell is there its executor is, too; that the loop is not being
// destroyed at this very moment is up to whoever owns it, since Asio's post() may not meet that. The timer
// itself is no matter for other threads than the coroutine's, so it is rung there.
void bring(const std::shared_ptr<Meeting>& meeting, PictureResult result) {
    std::lock_guard lock(meeting->mutex);
    if (meeting->bell == nullptr) return;
    meeting->result = std::move(result);
    asio::post(meeting->bell->get_executor(), [meeting] { ring(meeting); });
}

// Leaves the meeting however the coroutine ends.
class Attendance {
public:
    explicit Attendance(std::shared_ptr<Meeting> meeting) : meeting_(std::move(meeting)) {}
    ~Attendance() {
        std::lock_guard lock(meeting_->mutex);
        meeting_->bell = nullptr;
    }
    Attendance(const Attendance&) = delete;
    Attendance& operator=(const Attendance&) = delete;

private:
    std::shared_ptr<Meeting> meeting_;
};

PictureResult take_result(Meeting& meeting) {
    std::lock_guard lock(meeting.mutex);
    if (meeting.result) return std::move(*meeting.result);
    return base::fail(base::ErrorCode::cancelled, base::Fault::client, "the request was given up");
}

}  // namespace

asio::awaitable<PictureResult> fetch_picture(Pipeline& pipeline, const card::CardAddress& address,
                                             base::Deadline deadline) {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    asio::steady_timer bell(executor, asio::steady_timer::time_point::max());
    const auto meeting = std::make_shared<Meeting>();
    meeting->bell = &bell;
    const Attendance attendance(meeting);

    pipeline.fetch(address, deadline, [meeting](PictureResult result) { bring(meeting, std::move(result)); });
    boost::system::error_code interrupted;  // it always is: by the bell or by a cancellation
    co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, interrupted));
    co_return take_result(*meeting);
}

}  // namespace placard::origin
