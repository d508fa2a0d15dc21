#include "observe/log_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace placard::observe {
namespace {

base::Result<int> open_to_append(const std::filesystem::path& file) {
    // Without O_NONBLOCK a named pipe that nobody reads would hold up the start.
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0640);
    if (descriptor >= 0) return descriptor;
    return base::fail(base::ErrorCode::unavailable, base::Fault::ours,
                      "the log file " + file.string() + " can't be opened",
                      std::generic_category().message(errno));
}

// Whether the name stands for the open file.
bool is_named(const std::filesystem::path& file, int descriptor) {
    struct stat by_name = {};
    struct stat opened = {};
    return stat(file.c_str(), &by_name) == 0 && fstat(descriptor, &opened) == 0 &&
           by_name.st_dev == opened.st_dev && by_name.st_ino == opened.st_ino;
}

}  // namespace

LogFile::LogFile(std::optional<std::filesystem::path> file, int descriptor)
    : file_(std::move(file)), descriptor_(descriptor), output_(descriptor) {}

base::Result<LogFile> LogFile::open(const std::optional<std::filesystem::path>& file) {
    if (!file) return LogFile(std::nullopt, STDOUT_FILENO);
    const base::Result<int> descriptor = open_to_append(*file);
    if (!descriptor) return tl::unexpected(descriptor.error());
    return LogFile(file, *descriptor);
}

LogFile::~LogFile() {
    if (file_) close(descriptor_);
}

LogFile::LogFile(LogFile&& other) noexcept
    : file_(std::exchange(other.file_, std::nullopt)),
      descriptor_(other.descriptor_),
      output_(other.output_) {}

LogFile& LogFile::operator=(LogFile&& other) noexcept {
    std::swap(file_, other.file_);
    std::swap(descriptor_, other.descriptor_);
    std::swap(output_, other.output_);
    return *this;
}

LineOutcome LogFile::write(std::string_view lines, std::chrono::milliseconds patience) {
    return output_.write(lines, patience);
}

base::Status LogFile::follow_rotation() {
    if (!file_ || is_named(*file_, descriptor_)) return {};
    auto anew = open(file_);
    if (!anew) return tl::unexpected(anew.error());
    *this = std::move(*anew);
    return {};
}

}  // namespace placard::observe
