// What the filesystem store keeps and leaves when its process or its disk gives out.
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <random>

#include "base/test_folder.h"
#include "store/filesystem_store.h"

namespace placard::store {
namespace {

namespace fs = std::filesystem;

constexpr int skipped = 77;

base::Deadline soon() {
    return base::Deadline::after(std::chrono::minutes(1));
}
ObjectHeaders jpeg() {
    return {"image/jpeg", "max-age=60"};
}

std::string body_of(unsigned number) {
    std::string body = std::to_string(number) + ":";
    body.resize(1000 + number * 7919 % 200000, static_cast<char>('a' + number % 26));
    return body;
}

// Runs in a process of its own; its exit code is what `run` returns, its failed expectations make it 1.
int in_child(const std::function<int()>& run) {
    const pid_t child = fork();
    if (child == 0) {
        const int code = run();
        _exit(testing::Test::HasFailure() ? 1 : code);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// Puts and replaces without end; one byte goes to `ready` when it has begun.
[[noreturn]] void put_for_ever(const fs::path& folder, int ready, unsigned seed) {
    auto store = FilesystemStore::create(folder);
    if (!store) _exit(1);
    std::minstd_rand random(seed);
    if (write(ready, "r", 1) != 1) _exit(1);
    while (true) {
        const auto number = static_cast<unsigned>(random() % 5000);
        const std::string key = "crash/" + std::to_string(number % 20);
        const base::Blob body(body_of(number));
        if (number % 2 == 0)
            static_cast<void>((*store)->put(key, body, jpeg(), soon()));
        else
            static_cast<void>((*store)->put_if_absent(key, body, jpeg(), soon()));
    }
}

TEST(FilesystemStoreCrash, leaves_whole_objects_only_when_killed_at_any_moment) {
    base::TestFolder folder;
    std::minstd_rand random(42);
    std::size_t objects_seen = 0;
    std::size_t unfinished_seen = 0;
    for (unsigned round = 0; round < 120; ++round) {
        int ready[2];
        ASSERT_EQ(pipe(ready), 0);
        const pid_t child = fork();
        if (child == 0) put_for_ever(folder.path(), ready[1], round);
        char byte = 0;
        ASSERT_EQ(read(ready[0], &byte, 1), 1);
        usleep(static_cast<useconds_t>(random() %
                                       12000));  // any moment will do: the longer, the more it has written
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        close(ready[0]);
        close(ready[1]);

        unfinished_seen += folder.files("temporary").size();
        auto store = FilesystemStore::create(folder.path());
        ASSERT_TRUE(store);
        EXPECT_TRUE(folder.files("temporary").empty());
        for (unsigned key = 0; key < 20; ++key) {
            const auto object = (*store)->get("crash/" + std::to_string(key), soon());
            ASSERT_TRUE(object) << base::describe(object.error());
            if (!*object) continue;
            ++objects_seen;
            const std::string body((*object)->body.view());
            const auto number = static_cast<unsigned>(std::stoul(body));
            EXPECT_EQ(number % 20, key);
            EXPECT_TRUE(body == body_of(number));
        }
    }
    EXPECT_GT(objects_seen, 0U);
    EXPECT_GT(unfinished_seen, 0U) << "no kill met a write: the test proves nothing";
}

TEST(FilesystemStoreCrash, leaves_the_temporary_files_of_a_living_process_alone) {
    base::TestFolder folder;
    auto living = FilesystemStore::create(folder.path());
    ASSERT_TRUE(living);
    const fs::path own = fs::directory_iterator(folder.path() / "temporary")->path();
    base::TestFolder::write_file(own / "being-written", "x");
    EXPECT_EQ(in_child([&] {
                  auto other = FilesystemStore::create(folder.path());
                  EXPECT_TRUE(other);
                  EXPECT_TRUE(fs::exists(own / "being-written"));
                  return 0;
              }),
              0);
    EXPECT_TRUE(fs::exists(own / "being-written"));
}

TEST(FilesystemStoreCrash, removes_stray_files_among_the_temporary_ones) {
    base::TestFolder folder;
    fs::create_directories(folder.path() / "temporary" / "0123");
    base::TestFolder::write_file(folder.path() / "temporary" / "0123" / "7", "left by a crash");
    base::TestFolder::write_file(folder.path() / "temporary" / "stray", "x");
    auto store = FilesystemStore::create(folder.path());
    ASSERT_TRUE(store);
    EXPECT_TRUE(folder.files("temporary").empty());
    EXPECT_FALSE(fs::exists(folder.path() / "temporary" / "0123"));
}

// Mounts a small file system in memory on `folder`, for this process alone.
bool mount_small(const fs::path& folder) {
    if (unshare(CLONE_NEWNS) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
    if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
    return mount("none", folder.c_str(), "tmpfs", 0, "size=512k") == 0;
}

// Fills the store until it takes no more, and looks at what is left.
void expect_a_full_disk_to_be_survived(FilesystemStore& store, const base::TestFolder& folder,
                                       std::size_t body_size) {
    const std::string body(body_size, 'x');
    base::Error error;
    int written = 0;
    for (; written < 10000; ++written) {
        const auto result = store.put("full/" + std::to_string(written), base::Blob(body), jpeg(), soon());
        if (result) continue;
        error = result.error();
        break;
    }
    EXPECT_EQ(error.code, base::ErrorCode::unavailable);
    EXPECT_EQ(error.retry, base::Retry::yes);
    EXPECT_NE(error.message.find("write to the store: "), std::string::npos) << error.message;
    EXPECT_TRUE(folder.files("temporary").empty());
    EXPECT_FALSE(store.get("full/" + std::to_string(written), soon()).value());
    for (int each = 0; each < written; ++each)
        EXPECT_TRUE((*store.get("full/" + std::to_string(each), soon()))->body.view() == body);
}

TEST(FilesystemStoreDisk, full_is_an_error_that_leaves_nothing_half_written_and_passes) {
    base::TestFolder folder;
    const int code = in_child([&] {
        if (!mount_small(folder.path())) return skipped;
        auto store = std::move(*FilesystemStore::create(folder.path()));
        EXPECT_TRUE(store->probe());
        expect_a_full_disk_to_be_survived(*store, folder, 30000);
        while (store->put("filler-" + std::to_string(folder.files().size()), base::Blob(), jpeg(), soon())) {
        }
        EXPECT_FALSE(store->probe());
        EXPECT_EQ(store->remove("full/0", soon()), RemoveOutcome::removed);
        EXPECT_TRUE(store->probe());
        EXPECT_TRUE(store->put("full/0", base::Blob(std::string(20000, 'y')), jpeg(), soon()));
        return 0;
    });
    if (code == skipped) GTEST_SKIP() << "this user may not mount a small file system";
    EXPECT_EQ(code, 0);
}

TEST(FilesystemStoreDisk, read_only_is_an_error_for_writers_and_none_for_readers) {
    base::TestFolder folder;
    const int code = in_child([&] {
        if (!mount_small(folder.path())) return skipped;
        auto store = std::move(*FilesystemStore::create(folder.path()));
        EXPECT_TRUE(store->put("a", base::Blob(std::string("x")), jpeg(), soon()));
        if (mount(nullptr, folder.path().c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) != 0)
            return skipped;
        const auto written = store->put("b", base::Blob(), jpeg(), soon());
        EXPECT_EQ(written.error().code, base::ErrorCode::unavailable);
        EXPECT_EQ(written.error().message, "can't write to the store: Read-only file system");
        EXPECT_FALSE(store->probe());
        EXPECT_FALSE(store->remove("a", soon()));
        EXPECT_EQ((*store->get("a", soon()))->body.view(), "x");
        const auto again = FilesystemStore::create(folder.path());
        EXPECT_FALSE(again);
        const std::string message = again ? "" : again.error().message;
        EXPECT_NE(message.find(folder.path().string()), std::string::npos) << message;
        return 0;
    });
    if (code == skipped) GTEST_SKIP() << "this user may not mount a small file system";
    EXPECT_EQ(code, 0);
}

TEST(FilesystemStoreDisk, that_takes_no_large_files_is_an_error_that_leaves_nothing_behind) {
    base::TestFolder folder;
    EXPECT_EQ(in_child([&] {
                  signal(SIGXFSZ, SIG_IGN);
                  const rlimit limit{100000, 100000};
                  EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
                  auto store = std::move(*FilesystemStore::create(folder.path()));
                  const auto written = store->put("a", base::Blob(std::string(150000, 'x')), jpeg(), soon());
                  EXPECT_EQ(written.error().code, base::ErrorCode::unavailable);
                  EXPECT_TRUE(folder.files().empty());
                  EXPECT_TRUE(store->put("a", base::Blob(std::string(50000, 'x')), jpeg(), soon()));
                  return 0;
              }),
              0);
}

}  // namespace
}  // namespace placard::store
