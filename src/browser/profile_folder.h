// The temporary folder that one Chromium process keeps its profile in.
#pragma once

#include <cstddef>
#include <filesystem>

#include "base/error.h"
#include "browser/descriptor.h"

namespace placard::browser {

// Held under a lock (flock(2)) for as long as it lives, so that a folder whose program was killed can be told
// from one in use.
class ProfileFolder {
public:
    static base::Result<ProfileFolder> create(
        const std::filesystem::path& parent = std::filesystem::temp_directory_path());
    ~ProfileFolder();  // removes the folder with all that is in it
    ProfileFolder(ProfileFolder&&) = default;
    ProfileFolder& operator=(ProfileFolder&&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    ProfileFolder(std::filesystem::path path, Descriptor lock);

    std::filesystem::path path_;
    Descriptor lock_;
};

// Removes what programs that could not clean up have left in `parent`; returns how many folders. One that is
// younger than a minute is spared: it may be about to be locked.
std::size_t remove_abandoned_profiles(
    const std::filesystem::path& parent = std::filesystem::temp_directory_path());

}  // namespace placard::browser
