// What is in a folder.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "store/descriptor.h"

namespace placard::store {

// Calls `visit` with each name but "." and "..", in no order; false from it ends the walk. Zero or the errno.
int for_each_name(const Descriptor& folder, const std::function<bool(const char*)>& visit);

// All names; empty where the folder can't be read.
std::vector<std::string> names_in(const Descriptor& folder);

}  // namespace placard::store
