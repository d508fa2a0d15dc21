#include "base/image_format.h"

namespace placard::base {

std::optional<ImageFormat> image_format_from_extension(std::string_view extension) {
    if (extension == "jpg" || extension == "jpeg") return ImageFormat::jpeg;
    if (extension == "png") return ImageFormat::png;
    if (extension == "webp") return ImageFormat::webp;
    if (extension == "avif") return ImageFormat::avif;
    return std::nullopt;
}

std::string_view extension_of(ImageFormat format) {
    switch (format) {
        case ImageFormat::jpeg:
            return "jpg";
        case ImageFormat::png:
            return "png";
        case ImageFormat::webp:
            return "webp";
        case ImageFormat::avif:
            return "avif";
    }
    return "";
}

std::string_view content_type_of(ImageFormat format) {
    switch (format) {
        case ImageFormat::jpeg:
            return "image/jpeg";
        case ImageFormat::png:
            return "image/png";
        case ImageFormat::webp:
            return "image/webp";
        case ImageFormat::avif:
            return "image/avif";
    }
    return "";
}

std::optional<ImageFormat> sniff_image_format(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xD8\xFF")) return ImageFormat::jpeg;
    if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return ImageFormat::png;
    if (bytes.size() >= 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP")
        return ImageFormat::webp;
    if (bytes.size() >= 12 && (bytes.substr(4, 8) == "ftypavif" || bytes.substr(4, 8) == "ftypavis")) {
        return ImageFormat::avif;
    }
    return std::nullopt;
}

}  // namespace placard::base
