#include "http/file_limit.h"

#include <sys/resource.h>

#include <algorithm>

namespace placard::http {

std::size_t ensure_files_for(std::size_t connections) {
    constexpr rlim_t reserved = 256;  // listening sockets, store, browsers, logs
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return connections;
    const rlim_t wanted = connections + reserved;
    if (limit.rlim_cur < wanted && limit.rlim_cur < limit.rlim_max) {
        rlimit raised = limit;
        raised.rlim_cur = std::min(wanted, limit.rlim_max);
        if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
    }
    if (limit.rlim_cur >= wanted) return connections;
    const rlim_t most = limit.rlim_cur > 2 * reserved ? limit.rlim_cur - reserved : limit.rlim_cur / 2;
    return std::min<std::size_t>(connections, most);
}

}  // namespace placard::http
