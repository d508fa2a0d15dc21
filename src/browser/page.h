// One page of a browser, alone in a browser context of its own: no cookie, cache or storage is shared with
// another.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/log.h"
#include "browser/devtools.h"
#include "browser/frame_capture.h"
#include "browser/page_activity.h"
#include "browser/request_guard.h"
#include "render/render_job.h"

namespace placard::browser {

struct PageSize {
    int width = 1200;  // CSS pixels
    int height = 630;
    bool operator==(const PageSize&) const = default;
};

// Errors of all that it does: those of DevTools; and by the page's own fault (Fault::upstream, Retry as the
// error says) `unavailable` (an HTTP status of 400 or more, no answer, it crashed), `timeout` (not ready by
// the deadline of the DevTools) and `refused` (it needs a host that it may not reach).
class Page {
public:
    // A blank page. devtools and log outlive it.
    static base::Result<std::unique_ptr<Page>> open(DevTools& devtools, base::Log& log, PageSize size);
    ~Page();  // closes it, without waiting for that
    Page(const Page&) = delete;
    Page& operator=(const Page&) = delete;

    // Draws a frame of the blank page, so that the first real one finds everything set up.
    base::Status warm_up();

    PageSize size() const { return size_; }
    base::Status set_scripts(Scripts scripts);

    // Shows a template's document (Allowance::files) and waits until it has loaded. In a page that shows one
    // already, without scripts, it takes the place of the old document, which is far quicker.
    base::Status show_template(Allowance allowance);
    // Opens an address and waits until the page is ready.
    base::Status open_address(const std::string& address, render::Ready ready, Allowance allowance);
    // The page as it is, once what it shows has loaded.
    base::Result<std::string> picture(const PictureForm& form);

    // Takes away what hosts have left in the page since its last template.
    void clear_cookies();
    // Closes the page now; false where the browser can't by its deadline.
    bool close();

private:
    Page(DevTools& devtools, base::Log& log, PageSize size, std::string context, std::string target,
         std::string session);

    using Command = std::pair<const char*, Json>;  // method and params

    base::Status set_up();
    base::Status tell_and_wait(const std::vector<Command>& commands);
    void listen_to(const std::string& session);
    void take_event(const std::string& session, const std::string& method, const Json& params);
    void adopt(const Json& attached);
    base::Status settle();
    base::Status navigate(const std::string& address);
    base::Status replace_document(const std::string& document);
    base::Status wait_until(const std::function<bool()>& done);
    base::Status wait_drawing_until(const std::function<bool()>& done);
    base::Status failure_of_page() const;
    base::Error late(const base::Error& error) const;

    DevTools& devtools_;
    base::Log& log_;
    PageSize size_;
    std::string context_;  // empty once closed
    std::string session_;
    std::vector<std::string> sessions_;  // this one's and those of its frames and workers
    Scripts scripts_ = Scripts::on;
    bool shows_template_ = false;
    PageActivity activity_;
    RequestGuard guard_;
};

}  // namespace placard::browser
