// What a page has told of itself by events: how far its document is and what it is loading.
#pragma once

#include <cstddef>
#include <set>
#include <string>

#include "base/clock.h"
#include "browser/message.h"

namespace placard::browser {

class PageActivity {
public:
    explicit PageActivity(std::string main_frame);
    const std::string& main_frame() const { return main_frame_; }

    // Forgets the last document: another one is about to come.
    void begin_document();
    void take(const std::string& method, const Json& params);

    // The new document's load event has been fired.
    bool loaded() const { return loaded_; }
    // The HTTP status of the main document, 0 while there is none.
    int status() const { return status_; }
    bool crashed() const { return crashed_; }
    // The page has called placard.ready().
    bool signalled() const { return signalled_; }

    // Requests under way, and since when that number has not changed.
    std::size_t in_flight() const { return in_flight_.size(); }
    base::SteadyTime unchanged_since() const { return unchanged_since_; }

    // Of what shows in the picture (images, fonts, style sheets): how many were begun so far, and whether any
    // is still under way.
    std::size_t visible_begun() const { return visible_begun_; }
    bool visible_in_flight() const { return !visible_in_flight_.empty(); }

private:
    void begin_request(const std::string& id, const std::string& type);
    void end_request(const std::string& id);

    const std::string main_frame_;
    bool begun_ = false;
    bool loaded_ = false;
    int status_ = 0;
    bool crashed_ = false;
    bool signalled_ = false;
    std::set<std::string> in_flight_;
    base::SteadyTime unchanged_since_{};
    std::size_t visible_begun_ = 0;
    std::set<std::string> visible_in_flight_;
};

// The binding behind placard.ready(), and the script that makes it.
inline constexpr const char* ready_binding = "placardReadySignal";
inline constexpr const char* ready_script =
    "if (window === window.top) window.placard = Object.freeze({ready() { placardReadySignal(''); }});";

}  // namespace placard::browser
