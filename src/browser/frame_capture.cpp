#include "browser/frame_capture.h"

#include <chrono>

namespace placard::browser {
namespace {

constexpr int max_frames = 60;
constexpr std::chrono::milliseconds pause_after_empty_frame{4};

Json screenshot_of(const PictureForm& form) {
    switch (form.format) {
        case base::ImageFormat::png:
            return {{"format", "png"}, {"optimizeForSpeed", form.effort == Effort::least}};
        case base::ImageFormat::webp:
            return {{"format", "webp"}, {"quality", form.quality}};
        case base::ImageFormat::jpeg:
        case base::ImageFormat::avif:
            break;
    }
    return {{"format", "jpeg"}, {"quality", form.quality}};
}

}  // namespace

base::Result<std::string> capture_frame(DevTools& devtools, const std::string& session,
                                        const PictureForm& form) {
    // Chromium encodes on the thread that answers us, and takes its time for a large PNG. Half of what is
    // left leaves the other half for a second attempt.
    devtools.expect_quiet(devtools.deadline().remaining() / 2);
    const Json command{{"screenshot", screenshot_of(form)}};
    for (int frame = 0; frame < max_frames; ++frame) {
        auto answer = devtools.call("HeadlessExperimental.beginFrame", command, session);
        if (!answer && answer.error().code != base::ErrorCode::internal)
            return tl::unexpected(answer.error());
        if (answer && !answer->picture.empty()) return std::move(answer->picture);
        const auto pause = base::Deadline::after(pause_after_empty_frame);
        if (auto paused = devtools.pump_until([] { return false; }, pause); !paused) {
            return tl::unexpected(paused.error());
        }
    }
    return base::fail(base::ErrorCode::unavailable, base::Fault::upstream, "the browser draws no picture",
                      std::to_string(max_frames) + " frames without one", base::Retry::yes);
}

int post_plain_frame(DevTools& devtools, const std::string& session) {
    return devtools.post("HeadlessExperimental.beginFrame", {}, session);
}

}  // namespace placard::browser
