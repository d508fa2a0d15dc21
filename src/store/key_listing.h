// The keys of a filesystem store in their order, a page at a time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "store/descriptor.h"

namespace placard::store {

// The first `count` keys in byte order that begin with `prefix` and come after `start_after`.
//
// Folders that can hold none of them are not opened; of the others every name is read, because shards are not
// in the order of keys. So a page costs time in proportion to the objects of the key folders that it touches
// (0.2 s a million, with the names in memory) and memory for `count` keys. Errors: timeout, unavailable.
base::Result<std::vector<std::string>> list_keys(const Descriptor& root, std::string_view prefix,
                                                 std::string_view start_after, std::size_t count,
                                                 base::Deadline deadline);

}  // namespace placard::store
