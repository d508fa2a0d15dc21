// One warm Chromium process that draws one job at a time.
#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/log.h"
#include "browser/devtools.h"
#include "browser/frame_capture.h"
#include "browser/launch_flags.h"
#include "browser/page.h"
#include "browser/process.h"
#include "browser/profile_folder.h"
#include "render/render_job.h"

namespace placard::browser {

struct Launch {
    std::filesystem::path program;
    double scale = 1;
    HostSet reachable;
};

// A job with what can be known of it before a browser is taken.
struct Drawing {
    const render::RenderJob& job;
    HostSet hosts;
    std::string document;  // of a template, filled in
    PictureForm form;
};

// For one thread at a time. The Chromium process lives no longer than the thread that started it.
class Browser {
public:
    // Errors: unavailable with what Chromium said in `detail`, timeout.
    static base::Result<std::unique_ptr<Browser>> start(const Launch& launch, base::Log& log,
                                                        base::Deadline deadline);

    // The encoded image, in the form asked for. Where it fails, condition() says whether it was the browser's
    // fault.
    base::Result<std::string> draw(const Drawing& drawing);

    Condition condition() const { return devtools_.condition(); }
    // After a drawing that failed: closes its page. False where that does not work, so that the process must
    // go.
    bool recover(base::Deadline deadline);

    // A job that needs a page of its own finds one made ahead. To be called while nothing is drawn.
    bool wants_spare_page() const { return !spare_; }
    void prepare_spare_page(base::Deadline deadline);

    pid_t process_id() const { return process_.id(); }
    std::string complaints() { return process_.complaints(); }

private:
    // A page that shows documents of one template, one after the other.
    struct KeptPage {
        std::filesystem::path template_file;
        std::string template_fingerprint;
        std::unique_ptr<Page> page;
        std::size_t draws = 0;
    };

    Browser(ProfileFolder profile, Process process, base::Log& log);

    base::Result<std::string> draw_in_kept_page(const Drawing& drawing, const render::Template& source);
    base::Result<std::string> draw_in_fresh_page(const Drawing& drawing);
    base::Result<KeptPage> take_kept_page(const render::Template& source, PageSize size);
    void keep(KeptPage page);
    base::Result<std::unique_ptr<Page>> take_fresh_page(PageSize size);

    base::Log& log_;
    ProfileFolder profile_;
    Process process_;
    DevTools devtools_;
    // From here on in the order in which they must go: before the conversation that closes them.
    std::vector<KeptPage> kept_;  // the one used last at the end
    std::unique_ptr<Page> spare_;
    std::unique_ptr<Page> failed_;
    PageSize last_size_;
};

}  // namespace placard::browser
