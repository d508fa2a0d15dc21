// Which files a template depends on: those of its folder that its text names, directly or through other text
// files.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/sha256.h"

namespace placard::render {

struct Asset {
    std::string name;           // relative to the folder, with '/'
    base::Sha256Digest digest;  // of its content
};

struct AssetScan {
    std::vector<Asset> assets;         // by name
    std::vector<std::string> missing;  // clear references that lead to no file in the folder, relative to it
};

struct AssetLimits {
    std::size_t files = 1000;
    std::size_t bytes = 64 * 1024 * 1024;
};

// text: of the document, which lies in `folder` itself. A name counts where it leads to a regular file in or
// below the folder, seen from the file that names it or from the folder ("/x" and what scripts load); never
// through ".." or a symbolic link to the outside. More is taken than is used, which does no harm:
//   "flags/{{country}}.svg"  all files of flags/ that begin and end like this;
//   "flags/"                 all files of flags/ (a script may add the rest).
// A reference that is a placeholder as a whole names no file here.
// Errors: too_large (a limit was passed; the message names it).
base::Result<AssetScan> scan_assets(const std::filesystem::path& folder, std::string_view text,
                                    AssetLimits limits = {});

}  // namespace placard::render
