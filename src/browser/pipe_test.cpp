#include "browser/pipe.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <chrono>
#include <string>
#include <thread>
#include <utility>

namespace placard::browser {
namespace {

using base::Deadline;
using base::ErrorCode;
using std::chrono::milliseconds;
using std::chrono::seconds;

std::pair<Descriptor, Descriptor> connected() {
    int ends[2] = {-1, -1};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

Deadline soon() {
    return Deadline::after(seconds(20));
}

void write_all(const Descriptor& to, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::send(to.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        ASSERT_GT(written, 0);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

TEST(pipe, splits_what_arrives_at_the_nul_bytes) {
    auto [ours, theirs] = connected();
    Pipe pipe(std::move(ours));
    write_all(theirs, std::string_view("{\"id\":1}\0{}\0\0par", 16));
    EXPECT_EQ(pipe.receive(soon()).value(), "{\"id\":1}");
    EXPECT_EQ(pipe.receive(soon()).value(), "{}");
    EXPECT_EQ(pipe.receive(soon()).value(), "");
    write_all(theirs, std::string_view("tial\0", 5));
    EXPECT_EQ(pipe.receive(soon()).value(), "partial");
}

TEST(pipe, says_timeout_when_nothing_whole_comes_by_the_deadline) {
    auto [ours, theirs] = connected();
    Pipe pipe(std::move(ours));
    write_all(theirs, "no end");
    const auto message = pipe.receive(Deadline::after(milliseconds(20)));
    ASSERT_FALSE(message);
    EXPECT_EQ(message.error().code, ErrorCode::timeout);
}

TEST(pipe, gives_out_what_had_come_before_the_other_end_went_away) {
    auto [ours, theirs] = connected();
    Pipe pipe(std::move(ours));
    write_all(theirs, std::string_view("last\0", 5));
    theirs.reset();
    EXPECT_EQ(pipe.receive(soon()).value(), "last");
    const auto message = pipe.receive(soon());
    ASSERT_FALSE(message);
    EXPECT_EQ(message.error().code, ErrorCode::unavailable);
    EXPECT_FALSE(pipe.send("anybody?", soon()));
}

TEST(pipe, refuses_a_message_past_the_limit) {
    auto [ours, theirs] = connected();
    Pipe pipe(std::move(ours), 1000);
    write_all(theirs, std::string(5000, 'x'));
    const auto message = pipe.receive(soon());
    ASSERT_FALSE(message);
    EXPECT_EQ(message.error().code, ErrorCode::too_large);
}

TEST(pipe, does_not_wait_for_ever_to_write_to_an_end_that_does_not_read) {
    auto [ours, theirs] = connected();
    Pipe pipe(std::move(ours));
    const auto status = pipe.send(std::string(64 * 1024 * 1024, 'x'), Deadline::after(milliseconds(50)));
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, ErrorCode::timeout);
}

TEST(pipe, carries_large_messages_both_ways_at_the_same_time) {
    auto [ours, theirs] = connected();
    const std::string large(8 * 1024 * 1024, 'a');
    const auto exchange = [&large](Descriptor end) {
        Pipe pipe(std::move(end));
        EXPECT_TRUE(pipe.send(large, soon()));
        const auto answer = pipe.receive(soon());
        ASSERT_TRUE(answer);
        EXPECT_EQ(*answer, large);
    };
    std::thread other([&exchange, end = std::move(theirs)]() mutable { exchange(std::move(end)); });
    exchange(std::move(ours));
    other.join();
}

}  // namespace
}  // namespace placard::browser
