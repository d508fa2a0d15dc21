#include "browser/template_file.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>

namespace placard::browser {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using base::fail;
using base::Fault;
using base::Result;

constexpr std::pair<std::string_view, std::string_view> content_types[] = {
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".html", "text/html; charset=utf-8"},
    {".htm", "text/html; charset=utf-8"},
    {".txt", "text/plain; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".gif", "image/gif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".ttf", "font/ttf"},
    {".otf", "font/otf"},
    {".ttc", "font/collection"},
};

std::string_view content_type_for(const fs::path& file) {
    std::string extension = file.extension().string();
    std::ranges::transform(extension, extension.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    for (const auto& [known, type] : content_types) {
        if (extension == known) return type;
    }
    return "application/octet-stream";
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// RFC 3986, section 2.1; nullopt for a percent sign that begins no triplet and for NUL, which no file name
// has.
std::optional<std::string> percent_decode(std::string_view text) {
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        char c = text[at];
        if (c == '%') {
            if (at + 2 >= text.size()) return std::nullopt;
            const int high = hex_digit(text[at + 1]);
            const int low = hex_digit(text[at + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high << 4 | low);
            at += 2;
        }
        if (c == '\0') return std::nullopt;
        decoded.push_back(c);
    }
    return decoded;
}

bool lies_in(const fs::path& folder, const fs::path& file) {
    const auto [in_folder, in_file] = std::ranges::mismatch(folder, file);
    return in_folder == folder.end();
}

auto not_found() {
    return fail(ErrorCode::not_found, Fault::ours, "the template's folder has no such file");
}

}  // namespace

Result<TemplateFile> read_template_file(const fs::path& folder, std::string_view path) {
    auto decoded = percent_decode(path);
    if (!decoded) return not_found();
    decoded->erase(0, decoded->find_first_not_of('/'));

    std::error_code error;
    const fs::path root = fs::canonical(folder, error);
    if (error) return not_found();
    const fs::path file = fs::canonical(root / *decoded, error);
    if (error) return not_found();
    if (!lies_in(root, file)) {
        return fail(ErrorCode::refused, Fault::ours, "the file is outside of the template's folder",
                    file.string());
    }
    // A pipe or a device could block whoever reads it, or have no end.
    if (!fs::is_regular_file(file, error)) return not_found();
    const std::uintmax_t size = fs::file_size(file, error);
    if (error) return not_found();
    if (size > max_template_file) {
        return fail(ErrorCode::too_large, Fault::ours, "the file is larger than 32 MiB", file.string());
    }

    std::ifstream stream(file, std::ios::binary);
    if (!stream) return not_found();
    TemplateFile result{std::string(static_cast<std::size_t>(size), '\0'), content_type_for(file)};
    stream.read(result.bytes.data(), static_cast<std::streamsize>(result.bytes.size()));
    result.bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return result;
}

}  // namespace placard::browser
