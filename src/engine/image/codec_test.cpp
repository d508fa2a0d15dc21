#include "engine/image/codec.h"

#include <avif/avif.h>
#include <gtest/gtest.h>
#include <spng.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <string>

namespace placard::engine::image {
namespace {

using base::ErrorCode;

// Left half one colour, right half another.
Bitmap two_halves(std::size_t width, std::size_t height, std::array<std::uint8_t, 4> left,
                  std::array<std::uint8_t, 4> right) {
    Bitmap bitmap{width, height, {}};
    for (std::size_t y = 0; y < height; ++y) {
        for (std::size_t x = 0; x < width; ++x) {
            const auto& colour = x < width / 2 ? left : right;
            bitmap.pixels.insert(bitmap.pixels.end(), colour.begin(), colour.end());
        }
    }
    return bitmap;
}

std::string png_of(const Bitmap& bitmap) {
    std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)> context(spng_ctx_new(SPNG_CTX_ENCODER),
                                                                &spng_ctx_free);
    spng_set_option(context.get(), SPNG_ENCODE_TO_BUFFER, 1);
    spng_ihdr header{};
    header.width = static_cast<std::uint32_t>(bitmap.width);
    header.height = static_cast<std::uint32_t>(bitmap.height);
    header.bit_depth = 8;
    header.color_type = SPNG_COLOR_TYPE_TRUECOLOR_ALPHA;
    spng_set_ihdr(context.get(), &header);
    EXPECT_EQ(spng_encode_image(context.get(), bitmap.pixels.data(), bitmap.pixels.size(), SPNG_FMT_PNG,
                                SPNG_ENCODE_FINALIZE),
              0);
    std::size_t length = 0;
    int error = 0;
    void* bytes = spng_get_png_buffer(context.get(), &length, &error);
    std::string png(static_cast<const char*>(bytes), length);
    std::free(bytes);
    return png;
}

// The signature and a well-formed IHDR chunk that claims these sides, and nothing behind it.
std::string header_claiming(std::uint32_t width, std::uint32_t height) {
    const auto big_endian = [](std::uint32_t value) {
        return std::string{static_cast<char>(value >> 24), static_cast<char>(value >> 16),
                           static_cast<char>(value >> 8), static_cast<char>(value)};
    };
    const std::string chunk =
        "IHDR" + big_endian(width) + big_endian(height) + std::string("\x08\x02\0\0\0", 5);
    // CRC-32 as in ISO 3309, which PNG takes over (W3C PNG, annex D).
    std::uint32_t checksum = 0xFFFFFFFF;
    for (const unsigned char byte : chunk) {
        checksum ^= byte;
        for (int bit = 0; bit < 8; ++bit)
            checksum = (checksum >> 1) ^ ((checksum & 1) != 0 ? 0xEDB88320 : 0);
    }
    return "\x89PNG\r\n\x1a\n" + big_endian(13) + chunk + big_endian(~checksum);
}

struct AvifPicture {
    std::unique_ptr<avifDecoder, decltype(&avifDecoderDestroy)> decoder{avifDecoderCreate(),
                                                                        &avifDecoderDestroy};
    explicit AvifPicture(std::string_view bytes) {
        EXPECT_EQ(avifDecoderSetIOMemory(decoder.get(), reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                         bytes.size()),
                  AVIF_RESULT_OK);
        EXPECT_EQ(avifDecoderParse(decoder.get()), AVIF_RESULT_OK);
        EXPECT_EQ(avifDecoderNextImage(decoder.get()), AVIF_RESULT_OK);
    }
    std::array<int, 4> pixel(std::uint32_t x, std::uint32_t y) const {
        avifRGBImage rgb;
        avifRGBImageSetDefaults(&rgb, decoder->image);
        rgb.depth = 8;
        avifRGBImageAllocatePixels(&rgb);
        EXPECT_EQ(avifImageYUVToRGB(decoder->image, &rgb), AVIF_RESULT_OK);
        const std::uint8_t* at = rgb.pixels + y * rgb.rowBytes + x * 4;
        const std::array<int, 4> colour{at[0], at[1], at[2], at[3]};
        avifRGBImageFreePixels(&rgb);
        return colour;
    }
};

TEST(decode_png, gives_back_the_pixels_that_were_encoded) {
    const Bitmap bitmap = two_halves(6, 3, {250, 10, 20, 255}, {1, 2, 3, 128});
    const auto decoded = decode_png(png_of(bitmap));
    ASSERT_TRUE(decoded) << base::describe(decoded.error());
    EXPECT_EQ(decoded->width, 6u);
    EXPECT_EQ(decoded->height, 3u);
    EXPECT_EQ(decoded->pixels, bitmap.pixels);
}

TEST(decode_png, refuses_what_is_not_a_png) {
    for (const std::string_view bytes :
         {"", "\x89PNG", "GIF89a", "<svg xmlns='http://www.w3.org/2000/svg'/>"}) {
        const auto decoded = decode_png(bytes);
        ASSERT_FALSE(decoded);
        EXPECT_EQ(decoded.error().code, ErrorCode::invalid);
    }
}

TEST(decode_png, calls_a_png_that_was_cut_anywhere_corrupt) {
    const std::string png = png_of(two_halves(16, 16, {1, 2, 3, 255}, {200, 100, 0, 255}));
    // Without the last chunk and the checksums before it the pixels are still whole.
    const std::size_t trailer = 4 + 4 + 12;
    for (std::size_t length = 8; length + trailer < png.size(); ++length) {
        const auto decoded = decode_png(std::string_view(png).substr(0, length));
        ASSERT_FALSE(decoded) << length;
        EXPECT_EQ(decoded.error().code, ErrorCode::corrupt) << length;
    }
}

TEST(decode_png, calls_a_png_with_a_flipped_byte_corrupt) {
    std::string png = png_of(two_halves(16, 16, {1, 2, 3, 255}, {200, 100, 0, 255}));
    png[png.size() / 2] = static_cast<char>(png[png.size() / 2] ^ 0x55);
    const auto decoded = decode_png(png);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code, ErrorCode::corrupt);
}

TEST(decode_png, refuses_huge_sides_before_it_allocates) {
    for (const std::uint32_t side : {std::uint32_t{20'000}, std::uint32_t{2'000'000'000}}) {
        const auto decoded = decode_png(header_claiming(side, side));
        ASSERT_FALSE(decoded);
        EXPECT_EQ(decoded.error().code, ErrorCode::too_large) << base::describe(decoded.error());
    }
}

TEST(decode_png, holds_the_callers_limit) {
    const std::string png = png_of(two_halves(10, 10, {1, 2, 3, 255}, {1, 2, 3, 255}));
    EXPECT_TRUE(decode_png(png, {.max_pixels = 100}));
    const auto decoded = decode_png(png, {.max_pixels = 99});
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code, ErrorCode::too_large) << base::describe(decoded.error());
}

TEST(encode_avif, keeps_size_and_colours_of_an_opaque_picture_without_an_alpha_plane) {
    const auto avif = encode_avif(two_halves(64, 32, {250, 10, 20, 255}, {0, 60, 200, 255}), 80);
    ASSERT_TRUE(avif) << base::describe(avif.error());
    EXPECT_EQ(base::sniff_image_format(*avif), base::ImageFormat::avif);
    const AvifPicture picture(*avif);
    EXPECT_EQ(picture.decoder->image->width, 64u);
    EXPECT_EQ(picture.decoder->image->height, 32u);
    EXPECT_EQ(picture.decoder->image->yuvFormat, AVIF_PIXEL_FORMAT_YUV420);
    EXPECT_FALSE(picture.decoder->alphaPresent);
    EXPECT_NEAR(picture.pixel(8, 16)[0], 250, 12);
    EXPECT_NEAR(picture.pixel(56, 16)[2], 200, 12);
}

TEST(encode_avif, keeps_alpha_where_there_is_some) {
    const auto avif = encode_avif(two_halves(64, 32, {250, 10, 20, 255}, {0, 60, 200, 0}), 80);
    ASSERT_TRUE(avif);
    const AvifPicture picture(*avif);
    EXPECT_TRUE(picture.decoder->alphaPresent);
    EXPECT_NEAR(picture.pixel(8, 16)[3], 255, 4);
    EXPECT_NEAR(picture.pixel(56, 16)[3], 0, 4);
}

TEST(encode_avif, has_full_chroma_from_quality_90) {
    const auto avif = encode_avif(two_halves(64, 32, {250, 10, 20, 255}, {0, 60, 200, 255}), 90);
    ASSERT_TRUE(avif);
    EXPECT_EQ(AvifPicture(*avif).decoder->image->yuvFormat, AVIF_PIXEL_FORMAT_YUV444);
}

TEST(encode_avif, writes_fewer_bytes_at_a_lower_quality) {
    Bitmap noise = two_halves(128, 128, {0, 0, 0, 255}, {0, 0, 0, 255});
    std::uint32_t state = 1;
    for (std::size_t i = 0; i < noise.pixels.size(); ++i) {
        state = state * 1664525 + 1013904223;
        if (i % 4 != 3) noise.pixels[i] = static_cast<std::uint8_t>(state >> 24);
    }
    const auto coarse = encode_avif(noise, 20);
    const auto fine = encode_avif(noise, 85);
    ASSERT_TRUE(coarse);
    ASSERT_TRUE(fine);
    EXPECT_LT(coarse->size(), fine->size());
}

TEST(encode_avif, refuses_a_bitmap_whose_size_and_pixels_disagree) {
    for (const Bitmap& bitmap : {Bitmap{}, Bitmap{2, 2, std::vector<std::uint8_t>(15)},
                                 Bitmap{70000, 1, std::vector<std::uint8_t>(280000)}}) {
        const auto avif = encode_avif(bitmap, 80);
        ASSERT_FALSE(avif);
        EXPECT_EQ(avif.error().code, ErrorCode::invalid);
    }
}

}  // namespace
}  // namespace placard::engine::image
