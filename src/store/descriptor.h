// File descriptors with an owner, and the few calls on them that the filesystem store is made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"

namespace placard::store {

// Owns an open descriptor, or none.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor();

    explicit operator bool() const { return number_ >= 0; }
    int get() const { return number_; }
    int release() { return std::exchange(number_, -1); }

private:
    int number_ = -1;
};

// ErrorCode::unavailable from errno; doing: "write to the store", for example.
tl::unexpected<base::Error> system_failure(std::string_view doing, int error);

// A folder relative to another, by one name; a symbolic link is never followed. Its errno where it can't be
// opened.
tl::expected<Descriptor, int> open_folder(const Descriptor& parent, const std::string& name);
// The same, made where it is missing; whoever makes it also makes the new name durable.
tl::expected<Descriptor, int> ensure_folder(const Descriptor& parent, const std::string& name);

// Zero or the errno.
int write_all(const Descriptor& file, std::string_view bytes);
int sync(const Descriptor& file_or_folder);

// `count` bytes from `offset`, fewer where the file ends; the errno where it can't be read.
tl::expected<std::string, int> read_at(const Descriptor& file, std::uint64_t offset, std::size_t count);

}  // namespace placard::store
