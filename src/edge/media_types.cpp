#include "edge/media_types.h"

#include <algorithm>
#include <array>

#include "http/ascii.h"

namespace placard::edge {
namespace {

struct Known {
    std::string_view ending;
    std::string_view type;
};

constexpr std::array known_types = {
    Known{"html", "text/html; charset=utf-8"},
    Known{"htm", "text/html; charset=utf-8"},
    Known{"css", "text/css; charset=utf-8"},
    Known{"js", "text/javascript; charset=utf-8"},
    Known{"mjs", "text/javascript; charset=utf-8"},
    Known{"json", "application/json"},
    Known{"map", "application/json"},
    Known{"webmanifest", "application/manifest+json"},
    Known{"txt", "text/plain; charset=utf-8"},
    Known{"md", "text/plain; charset=utf-8"},
    Known{"xml", "application/xml"},
    Known{"svg", "image/svg+xml"},
    Known{"png", "image/png"},
    Known{"jpg", "image/jpeg"},
    Known{"jpeg", "image/jpeg"},
    Known{"webp", "image/webp"},
    Known{"avif", "image/avif"},
    Known{"gif", "image/gif"},
    Known{"ico", "image/x-icon"},
    Known{"woff2", "font/woff2"},
    Known{"woff", "font/woff"},
    Known{"ttf", "font/ttf"},
    Known{"otf", "font/otf"},
    Known{"wasm", "application/wasm"},
    Known{"pdf", "application/pdf"},
};

}  // namespace

std::string_view media_type_of(std::string_view file_name) {
    const std::size_t dot = file_name.rfind('.');
    if (dot != std::string_view::npos) {
        const std::string_view ending = file_name.substr(dot + 1);
        const auto known = std::ranges::find_if(known_types, [&](const Known& candidate) {
            return http::equal_ignoring_case(candidate.ending, ending);
        });
        if (known != known_types.end()) return known->type;
    }
    return "application/octet-stream";
}

}  // namespace placard::edge
