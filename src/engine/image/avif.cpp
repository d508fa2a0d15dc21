#include <avif/avif.h>

#include <algorithm>
#include <memory>
#include <string>

#include "engine/image/codec.h"

namespace placard::engine::image {
namespace {

using base::ErrorCode;
using base::fail;
using base::Fault;
using base::Result;

// 10 is the fastest that libavif knows. A card is drawn while somebody waits for it.
constexpr int encoder_speed = 10;
constexpr int encoder_threads = 2;
constexpr int full_chroma_quality = 90;
// The largest side of an AV1 frame (AV1 specification, section 5.5.1: sixteen bits, stored minus one).
constexpr std::size_t max_side = 65536;

struct DestroyImage {
    void operator()(avifImage* image) const { avifImageDestroy(image); }
};
struct DestroyEncoder {
    void operator()(avifEncoder* encoder) const { avifEncoderDestroy(encoder); }
};
using Image = std::unique_ptr<avifImage, DestroyImage>;
using Encoder = std::unique_ptr<avifEncoder, DestroyEncoder>;

auto failed(const char* step, avifResult result) {
    return fail(ErrorCode::internal, Fault::ours, "The picture could not be encoded as AVIF.",
                std::string(step) + ": " + avifResultToString(result));
}

bool is_opaque(const Bitmap& bitmap) {
    for (std::size_t alpha = 3; alpha < bitmap.pixels.size(); alpha += 4) {
        if (bitmap.pixels[alpha] != 255) return false;
    }
    return true;
}

// sRGB, named by its code points (ITU-T H.273: primaries 1, transfer 13, matrix 6 as JPEG has it).
Result<Image> to_yuv(const Bitmap& bitmap, int quality) {
    const auto chroma = quality < full_chroma_quality ? AVIF_PIXEL_FORMAT_YUV420 : AVIF_PIXEL_FORMAT_YUV444;
    Image image(avifImageCreate(static_cast<std::uint32_t>(bitmap.width),
                                static_cast<std::uint32_t>(bitmap.height), 8, chroma));
    if (!image) return failed("avifImageCreate", AVIF_RESULT_OUT_OF_MEMORY);
    image->colorPrimaries = AVIF_COLOR_PRIMARIES_BT709;
    image->transferCharacteristics = AVIF_TRANSFER_CHARACTERISTICS_SRGB;
    image->matrixCoefficients = AVIF_MATRIX_COEFFICIENTS_BT601;
    image->yuvRange = AVIF_RANGE_FULL;

    avifRGBImage rgb;
    avifRGBImageSetDefaults(&rgb, image.get());
    rgb.format = AVIF_RGB_FORMAT_RGBA;
    rgb.depth = 8;
    rgb.ignoreAlpha = is_opaque(bitmap) ? AVIF_TRUE : AVIF_FALSE;
    rgb.rowBytes = static_cast<std::uint32_t>(bitmap.width * 4);
    rgb.pixels =
        const_cast<std::uint8_t*>(bitmap.pixels.data());  // only read, but libavif's field is for both ways
    if (const auto result = avifImageRGBToYUV(image.get(), &rgb); result != AVIF_RESULT_OK) {
        return failed("avifImageRGBToYUV", result);
    }
    return image;
}

Encoder encoder_for(int quality) {
    Encoder encoder(avifEncoderCreate());
    if (!encoder) return encoder;
    // 1..100 onto AV1's quantizers 63..0, the lower the better.
    const int quantizer = ((100 - std::clamp(quality, 1, 100)) * AVIF_QUANTIZER_WORST_QUALITY + 50) / 100;
    encoder->speed = encoder_speed;
    encoder->maxThreads = encoder_threads;
    encoder->minQuantizer = encoder->maxQuantizer = quantizer;
    encoder->minQuantizerAlpha = encoder->maxQuantizerAlpha = quantizer;
    return encoder;
}

}  // namespace

Result<std::string> encode_avif(const Bitmap& bitmap, int quality) {
    const auto [width, height] = std::pair(bitmap.width, bitmap.height);
    if (width == 0 || height == 0 || width > max_side || height > max_side ||
        bitmap.pixels.size() != width * height * 4) {
        return fail(ErrorCode::invalid, Fault::ours, "A picture of this size can't be encoded as AVIF.");
    }
    auto image = to_yuv(bitmap, quality);
    if (!image) return tl::unexpected(image.error());
    const Encoder encoder = encoder_for(quality);
    if (!encoder) return failed("avifEncoderCreate", AVIF_RESULT_OUT_OF_MEMORY);

    avifRWData output = AVIF_DATA_EMPTY;
    const auto result = avifEncoderWrite(encoder.get(), image->get(), &output);
    std::string bytes(reinterpret_cast<const char*>(output.data), output.size);
    avifRWDataFree(&output);
    if (result != AVIF_RESULT_OK) return failed("avifEncoderWrite", result);
    return bytes;
}

}  // namespace placard::engine::image
