// Reading files that must lie within a folder, whatever a client writes for their names.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace placard::edge {

struct FileContent {
    std::string bytes;
    base::WallTime modified;
};

// The names in a path below a folder, percent-decoded: "a%20b/c" gives "a b" and "c". nullopt where one of
// them could lead elsewhere or is hidden: empty, starting with a dot, with a slash, backslash or control
// character in it.
std::optional<std::vector<std::string>> decode_names(std::string_view path);

// A regular file, read whole; nullopt where there is none, or it has more bytes than `most`. Of `names` none
// may be a symbolic link; `folder` itself may.
std::optional<FileContent> read_below(const std::filesystem::path& folder,
                                      const std::vector<std::string>& names, std::size_t most);
std::optional<FileContent> read_file(const std::filesystem::path& file, std::size_t most);

}  // namespace placard::edge
