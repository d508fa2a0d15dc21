#include "cli/output_file.h"

#include <fstream>
#include <system_error>

namespace placard::cli {

namespace fs = std::filesystem;

base::Result<base::ImageFormat> format_of(const fs::path& output) {
    const std::string extension = output.extension().string();
    const auto format = base::image_format_from_extension(extension.empty() ? "" : extension.substr(1));
    if (format) return *format;
    return base::fail(base::ErrorCode::invalid, base::Fault::client,
                      "the output " + output.string() + " does not end in .jpg, .png, .webp or .avif");
}

bool is_folder(const std::string& output) {
    std::error_code error;
    return output.ends_with('/') || fs::is_directory(output, error);
}

base::Status write_file(const fs::path& path, std::string_view bytes) {
    std::error_code error;
    if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
    const fs::path temporary = path.string() + ".part";
    std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    error.clear();
    if (file) fs::rename(temporary, path, error);
    if (file && !error) return {};
    const std::string reason = error ? error.message() : "";
    fs::remove(temporary, error);
    return base::fail(base::ErrorCode::unavailable, base::Fault::ours, "can't write " + path.string(),
                      reason);
}

}  // namespace placard::cli
