#include "browser/page.h"

#include <algorithm>
#include <chrono>

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

constexpr milliseconds network_idle{500};
constexpr milliseconds between_frames{33};
constexpr milliseconds between_looks{2};
// How often a picture is taken anew because drawing it made the page load something more.
constexpr int max_pictures = 5;

Json all_requests() {
    return {{"patterns", Json::array({Json{{"urlPattern", "*"}}})}};
}

// Frames of other sites and workers are attached to before they do anything.
Json all_children() {
    return {{"autoAttach", true}, {"waitForDebuggerOnStart", true}, {"flatten", true}};
}

}  // namespace

Result<std::unique_ptr<Page>> Page::open(DevTools& devtools, base::Log& log, PageSize size) {
    const auto context = devtools.call("Target.createBrowserContext", Json{{"disposeOnDetach", true}});
    if (!context) return tl::unexpected(context.error());
    const std::string context_id = text_of(context->body, "browserContextId");

    const auto target = devtools.call("Target.createTarget", {{"url", "about:blank"},
                                                              {"width", size.width},
                                                              {"height", size.height},
                                                              {"browserContextId", context_id},
                                                              {"enableBeginFrameControl", true}});
    if (!target) return tl::unexpected(target.error());
    const std::string target_id = text_of(target->body, "targetId");

    const auto attached =
        devtools.call("Target.attachToTarget", {{"targetId", target_id}, {"flatten", true}});
    if (!attached) return tl::unexpected(attached.error());

    std::unique_ptr<Page> page(
        new Page(devtools, log, size, context_id, target_id, text_of(attached->body, "sessionId")));
    if (auto status = page->set_up(); !status) return tl::unexpected(status.error());
    return page;
}

// A target's id is that of its main frame.
Page::Page(DevTools& devtools, base::Log& log, PageSize size, std::string context, std::string target,
           std::string session)
    : devtools_(devtools),
      log_(log),
      size_(size),
      context_(std::move(context)),
      session_(std::move(session)),
      activity_(target),
      guard_(devtools, log, target) {}

Page::~Page() {
    for (const std::string& session : sessions_)
        devtools_.forget(session);
    if (!context_.empty()) devtools_.tell("Target.disposeBrowserContext", {{"browserContextId", context_}});
}

Status Page::set_up() {
    listen_to(session_);
    return tell_and_wait({{"Inspector.enable", Json::object()},
                          {"Page.enable", Json::object()},
                          // Bodies are of no interest, so none are kept.
                          {"Network.enable", {{"maxTotalBufferSize", 0}, {"maxResourceBufferSize", 0}}},
                          {"Fetch.enable", all_requests()},
                          {"Target.setAutoAttach", all_children()}});
}

// What a page has been told counts for the process of its next document only once it has been acknowledged: a
// navigation may get another process for the page, and it takes over what was known then.
Status Page::tell_and_wait(const std::vector<Command>& commands) {
    std::vector<int> posted;
    for (const auto& [method, params] : commands)
        posted.push_back(devtools_.post(method, params, session_));
    for (const int command : posted) {
        if (const auto answer = devtools_.wait(command); !answer) return tl::unexpected(answer.error());
    }
    return {};
}

Status Page::warm_up() {
    const auto frame = capture_frame(devtools_, session_, PictureForm{});
    if (!frame) return tl::unexpected(frame.error());
    return {};
}

void Page::listen_to(const std::string& session) {
    sessions_.push_back(session);
    devtools_.listen(session, [this, session](const std::string& method, const Json& params) {
        take_event(session, method, params);
    });
}

void Page::take_event(const std::string& session, const std::string& method, const Json& params) {
    if (session == session_) activity_.take(method, params);
    if (method == "Fetch.requestPaused") {
        guard_.answer(params, session);
    } else if (method == "Target.attachedToTarget") {
        adopt(params);
    } else if (method == "Page.javascriptDialogOpening") {
        devtools_.tell("Page.handleJavaScriptDialog", {{"accept", false}}, session);
    }
}

// A frame of another site, or a worker: it waits until its requests are guarded like the page's own.
void Page::adopt(const Json& attached) {
    const std::string session = text_of(attached, "sessionId");
    listen_to(session);
    devtools_.tell("Fetch.enable", all_requests(), session);
    devtools_.tell("Target.setAutoAttach", all_children(), session);
    if (scripts_ == Scripts::off)
        devtools_.tell("Emulation.setScriptExecutionDisabled", {{"value", true}}, session);
    devtools_.tell("Runtime.runIfWaitingForDebugger", {}, session);
}

Status Page::set_scripts(Scripts scripts) {
    if (scripts == scripts_) return {};
    scripts_ = scripts;
    return tell_and_wait({{"Emulation.setScriptExecutionDisabled", {{"value", scripts == Scripts::off}}}});
}

Status Page::show_template(Allowance allowance) {
    std::string document = allowance.files->document;
    guard_.begin_job(std::move(allowance));
    activity_.begin_document();
    const Status shown = shows_template_ ? replace_document(document) : navigate(template_address);
    if (!shown) return shown;
    shows_template_ = true;
    return wait_until([this] { return activity_.loaded(); });
}

Status Page::open_address(const std::string& address, render::Ready ready, Allowance allowance) {
    guard_.begin_job(std::move(allowance));
    activity_.begin_document();
    if (ready == render::Ready::signal) {
        const auto told =
            tell_and_wait({{"Runtime.enable", Json::object()},
                           {"Runtime.addBinding", {{"name", ready_binding}}},
                           {"Page.addScriptToEvaluateOnNewDocument", {{"source", ready_script}}}});
        if (!told) return told;
    }
    if (auto opened = navigate(address); !opened) return opened;
    switch (ready) {
        case render::Ready::load:
            return wait_until([this] { return activity_.loaded(); });
        case render::Ready::signal:
            return wait_drawing_until([this] { return activity_.signalled(); });
        case render::Ready::network_idle:
            break;
    }
    return wait_drawing_until([this] {
        return activity_.loaded() && activity_.in_flight() == 0 &&
               base::system_clock().now() - activity_.unchanged_since() >= network_idle;
    });
}

Status Page::navigate(const std::string& address) {
    const int command = devtools_.post("Page.navigate", {{"url", address}}, session_);
    if (auto status = wait_until([this, command] { return devtools_.has_answer(command); }); !status)
        return status;
    const auto answer = devtools_.wait(command);
    if (auto failure = failure_of_page(); !failure) return failure;
    if (!answer) {
        return fail(ErrorCode::invalid, Fault::upstream, "the page's address can't be opened",
                    answer.error().detail);
    }
    const std::string error = text_of(answer->body, "errorText");
    if (!error.empty()) {
        return fail(ErrorCode::unavailable, Fault::upstream, "the page does not answer", error, Retry::yes);
    }
    return {};
}

Status Page::replace_document(const std::string& document) {
    const auto answer = devtools_.call("Page.setDocumentContent",
                                       {{"frameId", activity_.main_frame()}, {"html", document}}, session_);
    if (!answer) return tl::unexpected(late(answer.error()));
    return {};
}

// Every wait for the page ends early where there is nothing more to wait for.
Status Page::wait_until(const std::function<bool()>& done) {
    const Status status = devtools_.pump_until([this, &done] { return done() || !failure_of_page(); });
    if (auto failure = failure_of_page(); !failure) return failure;
    if (!status) return tl::unexpected(late(status.error()));
    return {};
}

// The same for a page that may need frames to get ready.
Status Page::wait_drawing_until(const std::function<bool()>& done) {
    while (true) {
        const auto next_frame = Deadline::after(between_frames);
        const int frame = post_plain_frame(devtools_, session_);
        // One frame at a time: the next is not asked for before this one was drawn.
        if (auto drawn = wait_until([&] { return devtools_.has_answer(frame); }); !drawn) return drawn;
        (void)devtools_.wait(frame);
        const auto reached = devtools_.pump_until([&] { return done() || !failure_of_page(); }, next_frame);
        if (auto failure = failure_of_page(); !failure) return failure;
        if (!reached) return tl::unexpected(late(reached.error()));
        if (*reached) return {};
    }
}

Status Page::failure_of_page() const {
    if (activity_.crashed()) {
        return fail(ErrorCode::unavailable, Fault::upstream, "the page crashed", {}, Retry::yes);
    }
    if (guard_.needed_but_refused()) {
        return fail(ErrorCode::refused, Fault::upstream,
                    "the page needs " + *guard_.needed_but_refused() + ", which it may not reach");
    }
    if (activity_.status() >= 400) {
        return fail(ErrorCode::unavailable, Fault::upstream,
                    "the page answered with status " + std::to_string(activity_.status()), {}, Retry::yes);
    }
    return {};
}

// While the browser itself is well, a deadline that passed is the page's doing.
base::Error Page::late(const base::Error& error) const {
    if (error.code != ErrorCode::timeout) return error;
    return {ErrorCode::timeout, Fault::upstream, Retry::yes, "the page was not ready in time", error.detail};
}

Result<std::string> Page::picture(const PictureForm& form) {
    for (int taken = 1;; ++taken) {
        if (auto settled = settle(); !settled) return tl::unexpected(settled.error());
        const std::size_t begun = activity_.visible_begun();
        auto picture = capture_frame(devtools_, session_, form);
        if (auto failure = failure_of_page(); !failure) return tl::unexpected(failure.error());
        if (!picture) return tl::unexpected(late(picture.error()));
        // What a frame runs (an animation's callback, a lazy image) may ask for something more.
        if (activity_.visible_begun() == begun || taken == max_pictures) return picture;
    }
}

// The load event does not wait for what only layout finds out: that a font is needed, or a background. So the
// page is laid out, which is no work lost, and then the requests that this began are known, since the page's
// process tells of them before it answers. A font that needs no request is still `loading` for a moment.
Status Page::settle() {
    const Json layout{{"expression", "document.documentElement?.offsetWidth; document.fonts.status"}};
    while (true) {
        const int command = devtools_.post("Runtime.evaluate", layout, session_);
        if (auto status = wait_until([&] { return devtools_.has_answer(command); }); !status) return status;
        const auto answer = devtools_.wait(command);
        const bool fonts_load = answer && text_of(object_of(answer->body, "result"), "value") == "loading";
        if (!fonts_load && !activity_.visible_in_flight()) return {};
        if (activity_.visible_in_flight()) {
            const auto done = [this] { return !activity_.visible_in_flight(); };
            if (auto status = wait_until(done); !status) return status;
        } else if (auto paused = devtools_.pump_until([] { return false; }, Deadline::after(between_looks));
                   !paused) {
            return tl::unexpected(late(paused.error()));
        }
    }
}

void Page::clear_cookies() {
    if (guard_.used_network()) devtools_.tell("Storage.clearCookies", {{"browserContextId", context_}});
}

bool Page::close() {
    const std::string context = std::exchange(context_, {});
    return devtools_.call("Target.disposeBrowserContext", {{"browserContextId", context}}).has_value();
}

}  // namespace placard::browser
