#include "observe/line_output.h"

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace placard::observe {
namespace {

std::size_t count_lines(std::string_view text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

bool is_regular(int descriptor) {
    struct stat status = {};
    return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

}  // namespace

LineOutput::LineOutput(int descriptor) : descriptor_(descriptor), is_regular_(is_regular(descriptor)) {}

LineOutcome LineOutput::write(std::string_view lines, std::chrono::milliseconds patience) {
    const Time until = std::chrono::steady_clock::now() + patience;
    if (torn_) {
        const Progress ended = write_all("\n", until);
        if (ended.error != 0) return {count_lines(lines), ended.error};
        torn_ = false;
    }
    const Progress progress = write_all(lines, until);
    if (progress.error == 0) return {};
    if (progress.written > 0) torn_ = lines[progress.written - 1] != '\n';
    return {count_lines(lines.substr(progress.written)), progress.error};
}

LineOutput::Progress LineOutput::write_all(std::string_view text, Time until) const {
    Progress progress;
    while (progress.written < text.size()) {
        if (!is_regular_ && !wait_until_writable(until)) return {progress.written, EAGAIN};
        const std::string_view piece = next_piece(text.substr(progress.written));
        const ssize_t written = ::write(descriptor_, piece.data(), piece.size());
        if (written > 0) {
            progress.written += static_cast<std::size_t>(written);
        } else if (written == 0) {
            return {progress.written, EIO};
        } else if (errno != EINTR && errno != EAGAIN) {
            return {progress.written, errno};
        }
    }
    return progress;
}

// A pipe that is writable takes PIPE_BUF bytes without blocking and in one piece (POSIX, write()). Pieces end
// where lines do, so that other writers to the same pipe come between lines.
std::string_view LineOutput::next_piece(std::string_view text) const {
    if (is_regular_ || text.size() <= PIPE_BUF) return text;
    const std::size_t line_end = text.rfind('\n', PIPE_BUF - 1);
    return text.substr(0, line_end == std::string_view::npos ? PIPE_BUF : line_end + 1);
}

bool LineOutput::wait_until_writable(Time until) const {
    using std::chrono::milliseconds;
    for (;;) {
        const auto left = std::chrono::ceil<milliseconds>(until - std::chrono::steady_clock::now());
        pollfd entry{descriptor_, POLLOUT, 0};
        const int ready = poll(&entry, 1, static_cast<int>(std::max(left, milliseconds(0)).count()));
        // A reader that has gone counts as ready: the write says what is wrong.
        if (ready != -1 || errno != EINTR) return ready == 1;
    }
}

}  // namespace placard::observe
