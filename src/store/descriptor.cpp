#include "store/descriptor.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace placard::store {

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

tl::unexpected<base::Error> system_failure(std::string_view doing, int error) {
    const std::string reason = std::generic_category().message(error);
    return base::fail(base::ErrorCode::unavailable, base::Fault::ours,
                      "can't " + std::string(doing) + ": " + reason, "errno " + std::to_string(error),
                      base::Retry::yes);
}

tl::expected<Descriptor, int> open_folder(const Descriptor& parent, const std::string& name) {
    Descriptor folder(::openat(parent.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!folder) return tl::unexpected(errno);
    return folder;
}

tl::expected<Descriptor, int> ensure_folder(const Descriptor& parent, const std::string& name) {
    auto folder = open_folder(parent, name);
    if (folder || folder.error() != ENOENT) return folder;
    if (::mkdirat(parent.get(), name.c_str(), 0777) == 0) {
        if (const int error = sync(parent)) return tl::unexpected(error);
    } else if (errno != EEXIST) {
        return tl::unexpected(errno);
    }
    return open_folder(parent, name);
}

int write_all(const Descriptor& file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        if (written == 0) return ENOSPC;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

int sync(const Descriptor& file_or_folder) {
    while (::fsync(file_or_folder.get()) != 0)
        if (errno != EINTR) return errno;
    return 0;
}

tl::expected<std::string, int> read_at(const Descriptor& file, std::uint64_t offset, std::size_t count) {
    std::string bytes(count, '\0');
    std::size_t filled = 0;
    while (filled < count) {
        const ssize_t got =
            ::pread(file.get(), bytes.data() + filled, count - filled, static_cast<off_t>(offset + filled));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return tl::unexpected(errno);
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

}  // namespace placard::store
