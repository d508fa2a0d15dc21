// The values of TableReader that name files.

#include "config/quote.h"
#include "config/reader.h"

namespace placard::config {

std::optional<std::filesystem::path> TableReader::path(std::string_view key) {
    const auto written = text(key);
    if (!written) return std::nullopt;
    if (written->empty()) {
        mistake(key, "must name a file, is empty");
        return std::nullopt;
    }
    if (written->find('\0') != std::string::npos) {
        mistake(key, "must name a file, holds a NUL character");
        return std::nullopt;
    }
    return (context_->folder / *written).lexically_normal();
}

std::optional<std::filesystem::path> TableReader::existing_file(std::string_view key) {
    const auto file = path(key);
    if (!file) return std::nullopt;
    std::error_code error;
    const auto status = std::filesystem::status(*file, error);
    if (std::filesystem::is_regular_file(status)) return file;
    const bool absent = status.type() == std::filesystem::file_type::not_found;
    if (error && !absent) {
        mistake(key, in_quotes(file->string()) + " can't be looked at: " + error.message());
    } else {
        mistake(key, in_quotes(file->string()) + (absent ? " is not there" : " is not a file"));
    }
    return std::nullopt;
}

}  // namespace placard::config
