// The image formats that a card can be asked for in, with their names on the web.
#pragma once

#include <optional>
#include <string_view>

namespace placard::base {

enum class ImageFormat { jpeg, png, webp, avif };

// From a path's extension without the dot ("jpg", "jpeg", "png", "webp", "avif"), lower case only.
std::optional<ImageFormat> image_format_from_extension(std::string_view extension);
// The canonical extension without the dot: "jpg", "png", "webp", "avif".
std::string_view extension_of(ImageFormat format);
// The media type, for example "image/jpeg".
std::string_view content_type_of(ImageFormat format);

// Recognizes a file by its first bytes; nullopt where they are of none of the four.
std::optional<ImageFormat> sniff_image_format(std::string_view bytes);

}  // namespace placard::base
