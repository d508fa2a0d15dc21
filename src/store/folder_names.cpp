#include "store/folder_names.h"

#include <dirent.h>
#include <fcntl.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace placard::store {

int for_each_name(const Descriptor& folder, const std::function<bool(const char*)>& visit) {
    Descriptor own(::openat(folder.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!own) return errno;
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(own.get()), ::closedir);
    if (!stream) return errno;
    own.release();
    while (true) {
        errno = 0;
        const dirent* entry = ::readdir(stream.get());
        if (!entry) return errno;
        if (std::strcmp(entry->d_name, ".") == 0 || std::strcmp(entry->d_name, "..") == 0) continue;
        if (!visit(entry->d_name)) return 0;
    }
}

std::vector<std::string> names_in(const Descriptor& folder) {
    std::vector<std::string> names;
    for_each_name(folder, [&](const char* name) {
        names.emplace_back(name);
        return true;
    });
    return names;
}

}  // namespace placard::store
