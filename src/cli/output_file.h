// Where `placard render` puts its pictures.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/image_format.h"

namespace placard::cli {

// By the file's ending; ErrorCode::invalid for any other.
base::Result<base::ImageFormat> format_of(const std::filesystem::path& output);

// Whether the output names a folder: it ends in '/', or is one.
bool is_folder(const std::string& output);

// Creates the folder of `path` where it is not there. ErrorCode::unavailable names what could not be written.
// No half picture is ever seen under the name.
base::Status write_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace placard::cli
