// A file descriptor that is closed with its owner.
#pragma once

#include <unistd.h>

#include <utility>

namespace placard::browser {

class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() { reset(); }
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, none)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        if (this != &other) {
            reset();
            number_ = std::exchange(other.number_, none);
        }
        return *this;
    }

    int get() const { return number_; }
    bool is_open() const { return number_ != none; }
    void reset() {
        if (is_open()) ::close(std::exchange(number_, none));
    }

private:
    static constexpr int none = -1;
    int number_ = none;
};

}  // namespace placard::browser
