#include "store/draft.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace placard::store {

Draft::~Draft() {
    if (!named_) ::unlinkat(file_.folder->get(), file_.name.c_str(), 0);
}

int Draft::write(std::string_view body, std::string_view trailer) const {
    if (const int error = write_all(file_.descriptor, body)) return error;
    if (const int error = write_all(file_.descriptor, trailer)) return error;
    return sync(file_.descriptor);
}

int Draft::give_name(const Descriptor& folder, const std::string& name, Existing existing) {
    int error = 0;
    if (existing == Existing::keep)
        error = rename_if_absent(*file_.folder, file_.name, folder, name);
    else if (::renameat(file_.folder->get(), file_.name.c_str(), folder.get(), name.c_str()) != 0)
        error = errno;
    named_ = error == 0;
    return error ? error : sync(folder);
}

// renameat2(2) knows no such flag on some file systems, NFS for one; links do the same there in two steps.
int rename_if_absent(const Descriptor& from_folder, const std::string& from, const Descriptor& to_folder,
                     const std::string& to) {
    if (::renameat2(from_folder.get(), from.c_str(), to_folder.get(), to.c_str(), RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS) return errno;
    if (::linkat(from_folder.get(), from.c_str(), to_folder.get(), to.c_str(), 0) != 0) return errno;
    ::unlinkat(from_folder.get(), from.c_str(), 0);
    return 0;
}

}  // namespace placard::store
