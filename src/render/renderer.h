// The one interface behind which all engines stand.
#pragma once

#include "base/error.h"
#include "render/render_job.h"

namespace placard::render {

// Thread-safe; draw() blocks until the picture is there or the job's deadline has passed, never much longer.
// Errors: timeout, unavailable (the engine is down; retryable), invalid (the template does not fill),
// refused (a page needed a host that it may not reach), overloaded, cancelled (stopping), internal.
// A page's own failure (status ≥ 400, no answer, never ready) is Fault::upstream.
class Renderer {
public:
    virtual ~Renderer() = default;
    virtual base::Result<RenderedImage> draw(const RenderJob& job) = 0;
    // Whether a draw() now would have a working engine.
    virtual bool available() const = 0;
};

}  // namespace placard::render
