#include "store/object_place.h"

#include <cerrno>

#include "base/sha256.h"

namespace placard::store {

namespace {

constexpr const char* objects = "objects";
constexpr char shard_mark = '=';

}  // namespace

ObjectPlace place_of(std::string_view key) {
    const std::size_t slash = key.rfind('/');
    const std::size_t name_begin = slash == std::string_view::npos ? 0 : slash + 1;
    ObjectPlace place{folders_of_path(key.substr(0, name_begin)), std::string(key.substr(name_begin))};
    place.folders.push_back(shard_mark + base::to_hex(base::sha256(key), 1));
    return place;
}

std::vector<std::string> folders_of_path(std::string_view path) {
    std::vector<std::string> folders{objects};
    for (std::size_t begin = 0; begin < path.size();) {
        const std::size_t slash = path.find('/', begin);
        folders.emplace_back(path.substr(begin, slash - begin));
        begin = slash + 1;
    }
    return folders;
}

bool is_shard(std::string_view name) {
    return name.starts_with(shard_mark);
}

base::Result<std::optional<Descriptor>> walk_to(const Descriptor& root,
                                                const std::vector<std::string>& folders, Missing missing) {
    Descriptor here;
    for (const std::string& name : folders) {
        const Descriptor& parent = here ? here : root;
        auto next = missing == Missing::make ? ensure_folder(parent, name) : open_folder(parent, name);
        if (!next && next.error() == ENOENT && missing == Missing::leave) return std::nullopt;
        if (!next && (next.error() == ENOTDIR || next.error() == ELOOP))
            return system_failure("use the store: \"" + name + "\" is not a folder", next.error());
        if (!next)
            return system_failure(missing == Missing::make ? "write to the store" : "read the store",
                                  next.error());
        here = std::move(*next);
    }
    return here;
}

}  // namespace placard::store
