#include <spng.h>

#include <cstdint>
#include <memory>
#include <string>

#include "engine/image/codec.h"

namespace placard::engine::image {
namespace {

using base::ErrorCode;
using base::fail;
using base::Fault;
using base::Result;
using base::Status;

// The signature and the IHDR chunk, the least that a PNG begins with (W3C PNG, sections 5.2 and 11.2.1).
constexpr std::string_view png_signature = "\x89PNG\r\n\x1a\n";
// What one ancillary chunk (a profile, a text) and all of them together may hold after decompression.
constexpr std::size_t max_chunk_bytes = 4 * 1024 * 1024;
constexpr std::size_t max_chunk_cache_bytes = 16 * 1024 * 1024;

struct FreeContext {
    void operator()(spng_ctx* context) const { spng_ctx_free(context); }
};
using Context = std::unique_ptr<spng_ctx, FreeContext>;

auto corrupt(int code) {
    return fail(ErrorCode::corrupt, Fault::upstream, "The PNG image is damaged.", spng_strerror(code));
}

Result<Context> open(std::string_view bytes) {
    Context context(spng_ctx_new(0));
    if (!context) return fail(ErrorCode::internal, Fault::ours, "There is no memory to decode a PNG image.");
    spng_set_chunk_limits(context.get(), max_chunk_bytes, max_chunk_cache_bytes);
    if (const int code = spng_set_png_buffer(context.get(), bytes.data(), bytes.size())) return corrupt(code);
    return context;
}

// The size from the header alone, so that nothing is allocated for a picture that is too large.
Status read_size(spng_ctx* context, const DecodeLimits& limits, Bitmap& bitmap) {
    spng_ihdr header{};
    const int code = spng_get_ihdr(context, &header);
    if (code == SPNG_EOVERFLOW) {
        return fail(ErrorCode::too_large, Fault::upstream,
                    "The PNG image is larger than memory could ever be.");
    }
    if (code) return corrupt(code);
    const std::uint64_t pixels = std::uint64_t{header.width} * header.height;
    if (pixels > limits.max_pixels) {
        return fail(ErrorCode::too_large, Fault::upstream,
                    "The PNG image has " + std::to_string(header.width) + "×" +
                        std::to_string(header.height) + " pixels, more than the limit.");
    }
    bitmap.width = header.width;
    bitmap.height = header.height;
    return {};
}

}  // namespace

Result<Bitmap> decode_png(std::string_view bytes, DecodeLimits limits) {
    if (!bytes.starts_with(png_signature)) {
        return fail(ErrorCode::invalid, Fault::upstream, "The image is not a PNG.");
    }
    auto context = open(bytes);
    if (!context) return tl::unexpected(context.error());

    Bitmap bitmap;
    if (auto size = read_size(context->get(), limits, bitmap); !size) return tl::unexpected(size.error());

    bitmap.pixels.resize(bitmap.width * bitmap.height * 4);
    const int code = spng_decode_image(context->get(), bitmap.pixels.data(), bitmap.pixels.size(),
                                       SPNG_FMT_RGBA8, SPNG_DECODE_TRNS);
    if (code) return corrupt(code);
    return bitmap;
}

}  // namespace placard::engine::image
