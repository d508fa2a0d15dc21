// Where an object lies below the store's folder.
//
//   <root>/objects/<segment>/…/=<first byte of the key's SHA-256, as two digits>/<last segment>
//
// A folder of keys is spread over 256 folders, so that ten million objects make some 40 000 names a folder,
// and a few hundred objects no more than 256 folders. '=' is not a character of keys: no segment can be taken
// for a shard, and "a" and "a/b" can both exist.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "store/descriptor.h"

namespace placard::store {

struct ObjectPlace {
    std::vector<std::string> folders;  // from the root
    std::string name;
};

// key: a valid one.
ObjectPlace place_of(std::string_view key);

// The folders of all keys that begin with `path`: "" or segments that each end in '/'.
std::vector<std::string> folders_of_path(std::string_view path);
bool is_shard(std::string_view name);

enum class Missing { leave, make };

// Step by step from the root, through no symbolic link. nullopt: not there, with Missing::leave.
// Errors: unavailable.
base::Result<std::optional<Descriptor>> walk_to(const Descriptor& root,
                                                const std::vector<std::string>& folders, Missing missing);

}  // namespace placard::store
