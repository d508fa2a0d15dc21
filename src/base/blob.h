// Immutable bytes that many owners share without copying: an image travels from the renderer or the store
// through the caches to the socket as one Blob.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace placard::base {

// A value type; copying one copies a reference. Safe to read from any number of threads.
class Blob {
public:
    Blob() = default;
    explicit Blob(std::string bytes) : bytes_(std::make_shared<const std::string>(std::move(bytes))) {}

    // Valid for as long as any Blob that shares the bytes lives.
    std::string_view view() const { return bytes_ ? std::string_view(*bytes_) : std::string_view(); }
    std::size_t size() const { return bytes_ ? bytes_->size() : 0; }
    bool empty() const { return size() == 0; }

private:
    std::shared_ptr<const std::string> bytes_;
};

}  // namespace placard::base
