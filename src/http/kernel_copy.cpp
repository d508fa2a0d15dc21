#include "http/kernel_copy.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>

namespace placard::http {
namespace {

// File numbers are given out from the lowest, so a number says how many are open.
bool leaves_enough_for_others(int descriptor) {
    rlimit limit{};
    return getrlimit(RLIMIT_NOFILE, &limit) == 0 && static_cast<rlim_t>(descriptor) < limit.rlim_cur / 2;
}

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

}  // namespace

std::shared_ptr<const KernelCopy> KernelCopy::create(std::string_view bytes) {
    const int descriptor = ::memfd_create("placard-picture", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (descriptor < 0) return nullptr;
    const std::shared_ptr<const KernelCopy> copy(new KernelCopy(descriptor, bytes.size()));
    if (!leaves_enough_for_others(descriptor) || !write_all(descriptor, bytes)) return nullptr;
    const int seals = F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL;
    return ::fcntl(descriptor, F_ADD_SEALS, seals) == 0 ? copy : nullptr;
}

KernelCopy::~KernelCopy() {
    ::close(descriptor_);
}

}  // namespace placard::http
