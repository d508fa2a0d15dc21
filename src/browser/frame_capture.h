// Draws a frame of a page and takes it as an image (HeadlessExperimental.beginFrame).
#pragma once

#include <string>

#include "base/error.h"
#include "base/image_format.h"
#include "browser/devtools.h"

namespace placard::browser {

// How much work the encoder may take for a smaller image.
enum class Effort { least, usual };

struct PictureForm {
    base::ImageFormat format = base::ImageFormat::jpeg;  // not avif, which Chromium does not write
    int quality = 80;                                    // of the lossy formats
    Effort effort = Effort::usual;                       // of png
};

// The encoded image. A frame may come without one while the page is not on the screen yet; it is asked for
// again until the deadline of `devtools`, a limited number of times. Errors: as DevTools; timeout.
base::Result<std::string> capture_frame(DevTools& devtools, const std::string& session,
                                        const PictureForm& form);

// Draws a frame for the page's own sake, so that what waits for one (requestAnimationFrame, lazy images) goes
// on.
int post_plain_frame(DevTools& devtools, const std::string& session);

}  // namespace placard::browser
