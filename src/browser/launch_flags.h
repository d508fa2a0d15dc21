// The command line that Chromium is started with.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "browser/address.h"

namespace placard::browser {

// scale: device pixels a CSS pixel, the same for all pictures of one process. reachable: all that this
// process can connect to, whatever its pages do; everything else neither resolves nor connects.
std::vector<std::string> launch_flags(double scale, const HostSet& reachable,
                                      const std::filesystem::path& profile);

}  // namespace placard::browser
