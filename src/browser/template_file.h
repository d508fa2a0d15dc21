// The files that a template's document refers to.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.h"

namespace placard::browser {

inline constexpr std::size_t max_template_file = 32 * 1024 * 1024;

struct TemplateFile {
    std::string bytes;
    std::string_view content_type;  // from the extension
};

// The file at an address's path ("/fonts/a%20b.woff2"), which must lie in the folder, links followed. Errors:
// not_found, refused (it is outside of the folder), too_large.
base::Result<TemplateFile> read_template_file(const std::filesystem::path& folder, std::string_view path);

}  // namespace placard::browser
