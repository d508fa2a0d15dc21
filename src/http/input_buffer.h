// The bytes of a connection that were received and not yet understood.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace placard::http {

// Small while a connection is idle, as large as the longest head where one needs it, small again after that.
class InputBuffer {
public:
    // most: how many bytes it must be able to hold.
    explicit InputBuffer(std::size_t most) : most_(std::max(most, resting_size)) {}

    std::string_view view() const { return {bytes_.get() + begin_, end_ - begin_}; }
    bool empty() const { return begin_ == end_; }

    struct Space {
        char* data;
        std::size_t size;  // never 0 while fewer than `most` bytes are held
    };
    // Where to receive to. Invalidates views.
    Space prepare() {
        if (empty()) begin_ = end_ = 0;
        if (capacity_ == 0 || (empty() && capacity_ > resting_size)) move_to(resting_size);
        if (end_ == capacity_) move_to(begin_ > 0 ? capacity_ : std::min(most_, capacity_ * 2));
        return {bytes_.get() + end_, capacity_ - end_};
    }
    // The first `size` bytes of the space were filled.
    void commit(std::size_t size) { end_ += size; }
    // The first `size` bytes are understood. Views stay valid until prepare().
    void consume(std::size_t size) { begin_ += std::min(size, end_ - begin_); }

private:
    static constexpr std::size_t resting_size = 2048;

    // To the start of memory of that size: the same one where it has the size already.
    void move_to(std::size_t capacity) {
        const std::size_t size = end_ - begin_;
        if (capacity == capacity_) {
            std::memmove(bytes_.get(), bytes_.get() + begin_, size);
        } else {
            auto bytes = std::make_unique_for_overwrite<char[]>(capacity);
            if (size > 0) std::memcpy(bytes.get(), bytes_.get() + begin_, size);
            bytes_ = std::move(bytes);
            capacity_ = capacity;
        }
        begin_ = 0;
        end_ = size;
    }

    std::size_t most_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::unique_ptr<char[]> bytes_;
};

}  // namespace placard::http
