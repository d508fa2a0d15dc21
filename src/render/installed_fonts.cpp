#include "render/installed_fonts.h"

#include <fontconfig/fontconfig.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>
#include <system_error>

#include "base/sha256.h"

namespace placard::render {

namespace {

std::string text_of(const FcPattern* font, const char* property) {
    FcChar8* value = nullptr;
    if (FcPatternGetString(font, property, 0, &value) != FcResultMatch) return {};
    return reinterpret_cast<const char*>(value);
}

int number_of(const FcPattern* font, const char* property) {
    int value = 0;
    FcPatternGetInteger(font, property, 0, &value);
    return value;
}

// One line that identifies a face wherever its file lies.
std::string line_of(const FcPattern* font) {
    const std::filesystem::path file = text_of(font, FC_FILE);
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    return text_of(font, FC_FAMILY) + '\n' + text_of(font, FC_STYLE) + '\n' + file.filename().string() +
           '\n' + std::to_string(number_of(font, FC_INDEX)) + '\n' +
           std::to_string(number_of(font, FC_FONTVERSION)) + '\n' + std::to_string(error ? 0 : size);
}

}  // namespace

std::string installed_fonts_fingerprint() {
    const std::unique_ptr<FcConfig, decltype(&FcConfigDestroy)> config(FcInitLoadConfigAndFonts(),
                                                                       FcConfigDestroy);
    std::set<std::string> lines;
    if (config) {
        const FcFontSet* fonts = FcConfigGetFonts(config.get(), FcSetSystem);
        for (int i = 0; fonts && i < fonts->nfont; ++i)
            lines.insert(line_of(fonts->fonts[i]));
    }
    base::Sha256 hash;
    for (const std::string& line : lines)
        hash.update_framed(line);
    return base::to_hex(hash.finish());
}

}  // namespace placard::render
