#include "store/temporary_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "store/folder_names.h"

namespace placard::store {

namespace {

constexpr const char* parent_name = "temporary";
constexpr int max_attempts = 100;

std::string random_name() {
    unsigned char bytes[8];
    if (::getentropy(bytes, sizeof bytes) != 0) return std::to_string(::getpid());
    std::string name;
    for (const unsigned char byte : bytes) {
        name += "0123456789abcdef"[byte >> 4];
        name += "0123456789abcdef"[byte & 15];
    }
    return name;
}

void remove_with_files(const Descriptor& parent, const std::string& name, const Descriptor& folder) {
    for (const std::string& file : names_in(folder))
        ::unlinkat(folder.get(), file.c_str(), 0);
    ::unlinkat(parent.get(), name.c_str(), AT_REMOVEDIR);
}

void remove_abandoned(const Descriptor& parent) {
    for (const std::string& name : names_in(parent)) {
        const auto folder = open_folder(parent, name);
        if (!folder)
            ::unlinkat(parent.get(), name.c_str(), 0);  // a stray file or link
        else if (::flock(folder->get(), LOCK_EX | LOCK_NB) == 0)
            remove_with_files(parent, name, *folder);
    }
}

bool still_has_a_name(const Descriptor& folder) {
    struct stat status {};
    return ::fstat(folder.get(), &status) == 0 && status.st_nlink > 0;
}

}  // namespace

base::Result<std::unique_ptr<TemporaryFolder>> TemporaryFolder::create(const Descriptor& root) {
    const auto parent = ensure_folder(root, parent_name);
    if (!parent) return system_failure("make the folder \"temporary\" of the store", parent.error());
    remove_abandoned(*parent);
    auto own = make_own(*parent);
    if (!own) return tl::unexpected(std::move(own.error()));
    std::unique_ptr<TemporaryFolder> result(new TemporaryFolder(root));
    result->own_ = std::move(*own);
    return result;
}

TemporaryFolder::~TemporaryFolder() {
    if (const auto parent = open_folder(root_, parent_name))
        remove_with_files(*parent, own_.name, *own_.folder);
}

// Between mkdir and flock another process may take the new folder for an abandoned one and remove it: then
// the lock is had on a folder without a name, and the next attempt begins.
base::Result<TemporaryFolder::Own> TemporaryFolder::make_own(const Descriptor& parent) {
    for (int attempt = 0; attempt < max_attempts; ++attempt) {
        const std::string name = random_name();
        if (::mkdirat(parent.get(), name.c_str(), 0777) != 0 && errno != EEXIST)
            return system_failure("write to the store", errno);
        auto folder = open_folder(parent, name);
        if (!folder) continue;
        if (::flock(folder->get(), LOCK_EX | LOCK_NB) == 0 && still_has_a_name(*folder))
            return Own{name, std::make_shared<const Descriptor>(std::move(*folder))};
    }
    return base::fail(base::ErrorCode::unavailable, base::Fault::ours,
                      "can't get a temporary folder of the store to ourselves", {}, base::Retry::yes);
}

base::Result<TemporaryFolder::Own> TemporaryFolder::renewed(const Own& lost) {
    const std::lock_guard lock(mutex_);
    if (own_.name != lost.name) return own_;  // another thread was faster
    const auto parent = ensure_folder(root_, parent_name);
    if (!parent) return system_failure("make the folder \"temporary\" of the store", parent.error());
    auto own = make_own(*parent);
    if (own) own_ = *own;
    return own;
}

base::Result<TemporaryFolder::File> TemporaryFolder::create_file() {
    Own own;
    {
        const std::lock_guard lock(mutex_);
        own = own_;
    }
    const std::string name = std::to_string(next_.fetch_add(1));
    const auto open_in = [&](const Own& here) {
        return Descriptor(::openat(here.folder->get(), name.c_str(),
                                   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
    };
    Descriptor file = open_in(own);
    if (!file && errno == ENOENT) {
        auto again = renewed(own);
        if (!again) return tl::unexpected(std::move(again.error()));
        own = std::move(*again);
        file = open_in(own);
    }
    if (!file) return system_failure("write to the store", errno);
    return File{std::move(file), own.folder, name};
}

}  // namespace placard::store
