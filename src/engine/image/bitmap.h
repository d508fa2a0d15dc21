// Decoded pixels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace placard::engine::image {

// 8-bit sRGB with straight alpha, four bytes a pixel (red, green, blue, alpha), rows from the top without
// padding.
struct Bitmap {
    std::size_t width = 0;
    std::size_t height = 0;
    std::vector<std::uint8_t> pixels;  // width × height × 4
};

}  // namespace placard::engine::image
