// The file of a log, or standard output, followed through log rotation.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "observe/line_output.h"

namespace placard::observe {

// Not thread-safe. Movable; closes the file that it opened.
class LogFile {
public:
    // nullopt: standard output. A file is created where it is not there, readable by its owner and group, and
    // appended to. ErrorCode::unavailable where it can't be opened.
    static base::Result<LogFile> open(const std::optional<std::filesystem::path>& file);
    ~LogFile();
    LogFile(LogFile&& other) noexcept;
    LogFile& operator=(LogFile&& other) noexcept;

    // As LineOutput::write().
    LineOutcome write(std::string_view lines, std::chrono::milliseconds patience);
    bool is_regular_file() const { return output_.is_regular_file(); }

    // Opens the file anew where its name no longer stands for it. Where that fails, lines go on into the old
    // one.
    base::Status follow_rotation();

private:
    LogFile(std::optional<std::filesystem::path> file, int descriptor);

    std::optional<std::filesystem::path> file_;
    int descriptor_;
    LineOutput output_;
};

}  // namespace placard::observe
