#include "edge/contained_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace placard::edge {
namespace {

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    int number() const { return number_; }
    bool valid() const { return number_ >= 0; }

private:
    int number_;
};

// O_NONBLOCK: opening a pipe must not wait for its other end.
constexpr int file_flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

std::optional<int> hexadecimal(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return std::nullopt;
}

std::optional<std::string> decode(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded.push_back(text[i]);
            continue;
        }
        if (i + 2 >= text.size()) return std::nullopt;
        const std::optional<int> high = hexadecimal(text[i + 1]);
        const std::optional<int> low = hexadecimal(text[i + 2]);
        if (!high || !low) return std::nullopt;
        decoded.push_back(static_cast<char>(*high * 16 + *low));
        i += 2;
    }
    return decoded;
}

bool is_harmless(std::string_view name) {
    if (name.empty() || name.starts_with('.') || name.size() > 255) return false;
    return std::ranges::all_of(name, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 && byte != 0x7F && c != '/' && c != '\\';
    });
}

std::optional<FileContent> read_whole(const Descriptor& file, std::size_t most) {
    struct stat status {};
    if (!file.valid() || ::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode))
        return std::nullopt;
    if (static_cast<std::uintmax_t>(status.st_size) > most) return std::nullopt;

    FileContent content;
    content.modified = base::WallTime(std::chrono::floor<std::chrono::milliseconds>(
        std::chrono::seconds(status.st_mtim.tv_sec) + std::chrono::nanoseconds(status.st_mtim.tv_nsec)));
    content.bytes.resize(static_cast<std::size_t>(status.st_size));
    std::size_t filled = 0;
    while (filled < content.bytes.size()) {
        const ssize_t count =
            ::read(file.number(), content.bytes.data() + filled, content.bytes.size() - filled);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return std::nullopt;
        if (count == 0) break;
        filled += static_cast<std::size_t>(count);
    }
    content.bytes.resize(filled);
    return content;
}

}  // namespace

std::optional<std::vector<std::string>> decode_names(std::string_view path) {
    std::vector<std::string> names;
    while (true) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        std::optional<std::string> name = decode(path.substr(0, slash));
        if (!name || !is_harmless(*name)) return std::nullopt;
        names.push_back(std::move(*name));
        if (slash == path.size()) return names;
        path.remove_prefix(slash + 1);
    }
}

// One step a name, each from the folder that the step before has opened: no link is followed, and nothing
// that is renamed meanwhile leads out of the folder.
std::optional<FileContent> read_below(const std::filesystem::path& folder,
                                      const std::vector<std::string>& names, std::size_t most) {
    Descriptor current(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    for (std::size_t i = 0; i < names.size() && current.valid(); ++i) {
        const bool last = i + 1 == names.size();
        const int flags = last ? file_flags : O_PATH | O_DIRECTORY | O_CLOEXEC;
        current = Descriptor(::openat(current.number(), names[i].c_str(), flags | O_NOFOLLOW));
    }
    return names.empty() ? std::nullopt : read_whole(current, most);
}

std::optional<FileContent> read_file(const std::filesystem::path& file, std::size_t most) {
    return read_whole(Descriptor(::open(file.c_str(), file_flags)), most);
}

}  // namespace placard::edge
