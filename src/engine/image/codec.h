// Encoders and decoders behind one shape.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/image_format.h"
#include "engine/image/bitmap.h"

namespace placard::engine::image {

struct DecodeLimits {
    std::size_t max_pixels = 64 * 1024 * 1024;
};

// Errors: invalid (not a PNG), too_large (past the limits; nothing was allocated for the pixels), corrupt.
base::Result<Bitmap> decode_png(std::string_view bytes, DecodeLimits limits = {});

// quality 1..100, lossy, 4:2:0 below 90 and 4:4:4 from there. Opaque pictures are written without an alpha
// plane.
base::Result<std::string> encode_avif(const Bitmap& bitmap, int quality);

}  // namespace placard::engine::image
