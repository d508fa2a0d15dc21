// The media type of a file by its name.
#pragma once

#include <string_view>

namespace placard::edge {

// "text/html; charset=utf-8" for "index.html"; "application/octet-stream" for what is not known.
std::string_view media_type_of(std::string_view file_name);

}  // namespace placard::edge
