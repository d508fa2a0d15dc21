// Pipes, files and a log for this module's tests.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <mutex>
#include <sstream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/log.h"
#include "base/test_folder.h"

namespace placard::observe {

inline std::string content_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

inline std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

// Both ends of a pipe, closed at the end.
class Pipe {
public:
    Pipe() {
        if (pipe(ends_) != 0) throw std::runtime_error("no pipe");
    }
    ~Pipe() {
        close_reader();
        close_writer();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    int writer() const { return ends_[1]; }
    void close_reader() { close_once(ends_[0]); }
    void close_writer() { close_once(ends_[1]); }
    // What is in it, at most `limit` bytes of it; waits until something is.
    std::string read_some(std::size_t limit = 65536) const {
        std::string bytes(limit, '\0');
        const ssize_t count = read(ends_[0], bytes.data(), bytes.size());
        bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
        return bytes;
    }

private:
    static void close_once(int& end) {
        if (end >= 0) close(end);
        end = -1;
    }
    int ends_[2];
};

// Remembers the names of the events, and the numbers of their fields.
class EventLog final : public base::Log {
public:
    void write(base::Level, std::string_view event, std::initializer_list<base::Field> fields) override {
        std::string line(event);
        for (const base::Field& field : fields) {
            if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
                line += " " + std::string(field.name) + "=" + std::to_string(*number);
            }
        }
        std::lock_guard lock(mutex_);
        lines_.push_back(std::move(line));
    }
    std::vector<std::string> lines() const {
        std::lock_guard lock(mutex_);
        return lines_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

}  // namespace placard::observe
