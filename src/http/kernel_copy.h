// Bytes in the kernel's own memory (memfd_create(2)), from where sendfile(2) hands them to sockets without
// copying them again: for pictures of 60 to 100 kB that copy is most of what a cached answer costs.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace placard::http {

// Immutable, and safe to send from on any number of threads. What is on its way when it is destroyed still
// arrives.
class KernelCopy {
public:
    // nullptr where the kernel gives none, or where half of the files that the program may open are open
    // already: it is a help, and must not take what others need.
    static std::shared_ptr<const KernelCopy> create(std::string_view bytes);
    ~KernelCopy();
    KernelCopy(const KernelCopy&) = delete;
    KernelCopy& operator=(const KernelCopy&) = delete;

    int descriptor() const { return descriptor_; }
    std::size_t size() const { return size_; }

private:
    KernelCopy(int descriptor, std::size_t size) : descriptor_(descriptor), size_(size) {}
    int descriptor_;
    std::size_t size_;
};

}  // namespace placard::http
