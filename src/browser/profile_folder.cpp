#include "browser/profile_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <system_error>
#include <thread>

namespace placard::browser {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view name_begin = "placard-browser-";
constexpr const char* lock_name = "placard.lock";
constexpr std::time_t spared_seconds = 60;

// Processes that were just killed may still write for a moment.
void remove_for_good(const fs::path& folder) {
    for (int attempt = 0; attempt < 20; ++attempt) {
        std::error_code error;
        fs::remove_all(folder, error);
        if (!error && !fs::exists(folder, error)) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

// Ours, a real folder, and not made just now.
bool may_be_abandoned(const fs::path& folder) {
    struct stat status {};
    if (::lstat(folder.c_str(), &status) != 0) return false;
    return S_ISDIR(status.st_mode) && status.st_uid == ::geteuid() &&
           std::time(nullptr) - status.st_mtime > spared_seconds;
}

}  // namespace

base::Result<ProfileFolder> ProfileFolder::create(const fs::path& parent) {
    std::string name = (parent / (std::string(name_begin) + "XXXXXX")).string();
    const auto failed = [&name] {
        return base::fail(base::ErrorCode::unavailable, base::Fault::ours,
                          "no temporary folder can be made for the browser",
                          name + ": " + std::strerror(errno));
    };
    if (::mkdtemp(name.data()) == nullptr) return failed();
    Descriptor lock(::open((fs::path(name) / lock_name).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!lock.is_open() || ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
        auto failure = failed();
        remove_for_good(name);
        return failure;
    }
    return ProfileFolder(name, std::move(lock));
}

ProfileFolder::ProfileFolder(fs::path path, Descriptor lock)
    : path_(std::move(path)), lock_(std::move(lock)) {}

ProfileFolder::~ProfileFolder() {
    if (lock_.is_open()) remove_for_good(path_);  // one that was moved from holds no lock
}

std::size_t remove_abandoned_profiles(const fs::path& parent) {
    std::size_t removed = 0;
    std::error_code error;
    for (fs::directory_iterator entry(parent, error), end; !error && entry != end; entry.increment(error)) {
        if (!entry->path().filename().string().starts_with(name_begin)) continue;
        if (!may_be_abandoned(entry->path())) continue;
        const Descriptor lock(::open((entry->path() / lock_name).c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
        if (!lock.is_open() || ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) continue;
        remove_for_good(entry->path());
        ++removed;
    }
    return removed;
}

}  // namespace placard::browser
