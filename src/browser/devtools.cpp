#include "browser/devtools.h"

#include <algorithm>
#include <chrono>
#include <vector>

namespace placard::browser {
namespace {

using base::Deadline;
using base::ErrorCode;
using base::fail;
using base::Fault;
using base::Result;
using base::Retry;
using base::Status;
using std::chrono::milliseconds;

// Long enough for a machine that is busy with something else, short enough for a second attempt.
constexpr milliseconds longest_quiet{1500};
constexpr int quiet_share = 4;  // of the time that is left
constexpr milliseconds answer_patience{400};

auto gone(const char* detail) {
    return fail(ErrorCode::unavailable, Fault::upstream, "the browser does not work", detail, Retry::yes);
}

auto too_late() {
    return fail(ErrorCode::timeout, Fault::upstream, "the browser did not answer in time", {}, Retry::yes);
}

}  // namespace

DevTools::DevTools(Pipe pipe)
    : pipe_(std::move(pipe)), deadline_(Deadline::after(base::Duration::zero())), heard_(deadline_.time()) {}

void DevTools::work_until(Deadline deadline, Silence silence) {
    deadline_ = deadline;
    heard_ = base::system_clock().now();
    quiet_patience_ = silence == Silence::tolerated
                          ? deadline.remaining()
                          : std::min<base::Duration>(longest_quiet, deadline.remaining() / quiet_share);
    asked_at_.reset();
}

void DevTools::expect_quiet(base::Duration longest) {
    quiet_patience_ = std::max(quiet_patience_, longest);
}

int DevTools::post(std::string_view method, const Json& params, std::string_view session) {
    awaited_.insert(++last_id_);
    send(last_id_, method, params, session);
    return last_id_;
}

void DevTools::tell(std::string_view method, const Json& params, std::string_view session) {
    send(++last_id_, method, params, session);
}

void DevTools::send(int id, std::string_view method, const Json& params, std::string_view session) {
    if (condition_ != Condition::sound) return;
    const auto status = pipe_.send(command_text(id, method, params, session), deadline_);
    if (!status)
        condition_ = status.error().code == ErrorCode::timeout ? Condition::silent : Condition::closed;
}

Result<Message> DevTools::wait(int id) {
    const Status status = pump_until([this, id] { return has_answer(id); });
    awaited_.erase(id);
    if (!status) return tl::unexpected(status.error());
    Message answer = std::move(answers_.extract(id).mapped());
    if (answer.error) {
        return fail(ErrorCode::internal, Fault::ours, "the browser refused a command", *answer.error);
    }
    return answer;
}

Result<Message> DevTools::call(std::string_view method, const Json& params, std::string_view session) {
    return wait(post(method, params, session));
}

Status DevTools::pump_until(const std::function<bool()>& done) {
    const auto reached = pump_until(done, deadline_);
    if (!reached) return tl::unexpected(reached.error());
    if (!*reached) return too_late();
    return {};
}

Result<bool> DevTools::pump_until(const std::function<bool()>& done, Deadline at_most) {
    const Deadline end = at_most.capped(deadline_);
    while (!done()) {
        if (condition_ == Condition::closed) return gone("the pipe is closed");
        if (condition_ == Condition::silent) return gone("no answer");
        if (deadline_.passed()) return too_late();
        if (end.passed()) return false;
        if (auto status = read_one(end); !status) return tl::unexpected(status.error());
    }
    return true;
}

// Waits for one message, no longer than until `at_most` or until the browser has been quiet for too long.
Status DevTools::read_one(Deadline at_most) {
    const Deadline patience = Deadline::at(patience_ends());
    const auto text = pipe_.receive(at_most.capped(patience));
    if (text) {
        heard_ = base::system_clock().now();
        asked_at_.reset();
        if (auto message = parse_message(*text)) take(std::move(*message));
        return {};
    }
    if (text.error().code != ErrorCode::timeout) {
        condition_ = Condition::closed;
        return tl::unexpected(text.error());
    }
    return patience.passed() ? question_silence() : Status();
}

base::SteadyTime DevTools::patience_ends() const {
    return asked_at_ ? *asked_at_ + answer_patience : heard_ + quiet_patience_;
}

Status DevTools::question_silence() {
    if (asked_at_) {
        condition_ = Condition::silent;
        return gone("no answer");
    }
    tell("Browser.getVersion");
    asked_at_ = base::system_clock().now();
    return {};
}

void DevTools::take(Message message) {
    if (message.id) {
        if (awaited_.contains(*message.id)) answers_.insert_or_assign(*message.id, std::move(message));
        return;
    }
    const auto found = listeners_.find(message.session);
    if (found == listeners_.end()) return;
    const Listener listener = found->second;  // a copy: it may forget its own session
    listener(message.method, message.body);
}

void DevTools::listen(const std::string& session, Listener listener) {
    listeners_[session] = std::move(listener);
}

void DevTools::forget(const std::string& session) {
    listeners_.erase(session);
}

}  // namespace placard::browser
