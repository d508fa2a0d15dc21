#include "http/kernel_copy.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

namespace placard::http {
namespace {

TEST(KernelCopy, has_the_same_bytes_and_nobody_can_change_them) {
    const std::string bytes(100000, 'x');
    const auto copy = KernelCopy::create(bytes);
    ASSERT_NE(copy, nullptr);
    EXPECT_EQ(copy->size(), bytes.size());
    std::string read(bytes.size() + 1, ' ');
    EXPECT_EQ(::pread(copy->descriptor(), read.data(), read.size(), 0), static_cast<ssize_t>(bytes.size()));
    EXPECT_EQ(read.substr(0, bytes.size()), bytes);
    EXPECT_EQ(::pwrite(copy->descriptor(), "y", 1, 0), -1);
    EXPECT_EQ(::ftruncate(copy->descriptor(), 0), -1);
}

TEST(KernelCopy, closes_its_file) {
    auto copy = KernelCopy::create("x");
    ASSERT_NE(copy, nullptr);
    const int descriptor = copy->descriptor();
    copy.reset();
    auto next = KernelCopy::create("y");
    ASSERT_NE(next, nullptr);
    EXPECT_EQ(next->descriptor(), descriptor);
}

}  // namespace
}  // namespace placard::http
