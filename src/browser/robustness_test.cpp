// What becomes of a drawing, and of the machine, when a browser goes wrong.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "browser/process_memory.h"
#include "browser/profile_folder.h"
#include "browser/test_server.h"
#include "browser/test_support.h"

namespace placard::browser {
namespace {

using base::Deadline;
using base::ErrorCode;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Until the condition holds, at most for a minute.
template <class Condition>
bool eventually(Condition condition) {
    const auto deadline = Deadline::after(seconds(60));
    while (!condition()) {
        if (deadline.passed()) return false;
        std::this_thread::sleep_for(milliseconds(5));
    }
    return true;
}

// A process that has ended counts as gone even if nobody has asked for its status yet.
bool is_gone(pid_t process) {
    std::ifstream status("/proc/" + std::to_string(process) + "/stat");
    std::string text;
    std::getline(status, text);
    const std::size_t name_end = text.rfind(')');
    return name_end == std::string::npos || text.at(name_end + 2) == 'Z' || text.at(name_end + 2) == 'X';
}

class robustness : public BrowserTest {
protected:
    std::vector<pid_t> all_processes() const {
        std::vector<pid_t> all;
        for (const int root : renderer_->process_ids()) {
            const auto tree = process_tree(root);
            all.insert(all.end(), tree.begin(), tree.end());
        }
        return all;
    }

    // Draws a page whose server sends the browser a signal while it waits for the answer, the first time.
    base::Result<render::RenderedImage> draw_while_the_browser_gets(int signal) {
        std::atomic<bool> sent = false;
        TestServer server([&](const TestRequest&) {
            if (!sent.exchange(true)) ::kill(shared_renderer_.load()->process_ids().at(0), signal);
            return TestAnswer{.body = "<style>html{background:#0f0}</style>"};
        });
        start({.processes = 1, .reachable_hosts = {server.host()}});
        auto image = renderer_->draw(job_of(server.address()));
        EXPECT_TRUE(sent);
        return image;
    }
};

TEST_F(robustness, a_drawing_survives_a_browser_that_is_killed_in_its_middle) {
    const auto image = draw_while_the_browser_gets(SIGKILL);
    EXPECT_EQ(picture_of(image).at(100, 50), lime);
    EXPECT_EQ(image->attempts, 2u);
    EXPECT_EQ(renderer_->replaced(), 1u);
    EXPECT_NE(log_.of("browser_replaced").find("reason=crash"), std::string::npos);
}

TEST_F(robustness, a_drawing_survives_a_browser_that_hangs_in_its_middle) {
    const auto image = draw_while_the_browser_gets(SIGSTOP);
    EXPECT_EQ(picture_of(image).at(100, 50), lime);
    EXPECT_EQ(image->attempts, 2u);
    EXPECT_EQ(renderer_->replaced(), 1u);
    EXPECT_NE(log_.of("browser_replaced").find("reason=hang"), std::string::npos);
}

TEST_F(robustness, a_drawing_survives_a_browser_that_was_killed_while_idle) {
    start();
    const auto card = template_of("<html style='background:#0f0'>");
    ASSERT_TRUE(renderer_->draw(job_of(card)));
    const int process = renderer_->process_ids().at(0);
    ::kill(process, SIGKILL);
    ASSERT_TRUE(eventually([&] { return is_gone(process); }));
    EXPECT_EQ(picture_of(renderer_->draw(job_of(card))).at(100, 50), lime);
    EXPECT_NE(renderer_->process_ids().at(0), process);
}

TEST_F(robustness, a_page_whose_own_process_crashes_costs_that_page_only) {
    TestServer server([this](const TestRequest& request) {
        if (request.path == "/fine") return TestAnswer{.body = "<html style='background:#0f0'>"};
        // All below the browser's own process: its helpers come back, its pages don't.
        const auto tree = process_tree(shared_renderer_.load()->process_ids().at(0));
        for (std::size_t i = 1; i < tree.size(); ++i) {
            std::ifstream command("/proc/" + std::to_string(tree[i]) + "/cmdline");
            std::string words;
            std::getline(command, words);
            if (words.find("--type=renderer") != std::string::npos) ::kill(tree[i], SIGKILL);
        }
        return TestAnswer{.body = "<p>too late"};
    });
    start({.processes = 1, .reachable_hosts = {server.host()}});
    const auto processes = renderer_->process_ids();
    (void)renderer_->draw(job_of(server.address("/crash")));
    EXPECT_EQ(picture_of(renderer_->draw(job_of(server.address("/fine")))).at(100, 50), lime);
    EXPECT_EQ(renderer_->process_ids(), processes);
}

TEST_F(robustness, a_browser_past_its_memory_limit_is_replaced_between_two_drawings) {
    start({.processes = 1, .memory_limit = 1});
    const auto card = template_of("<html style='background:#0f0'>");
    EXPECT_TRUE(eventually([&] {
        const auto image = renderer_->draw(job_of(card));
        EXPECT_TRUE(image) << base::describe(image.error());
        EXPECT_EQ(image->attempts, 1u);
        return renderer_->replaced() > 0;
    }));
    EXPECT_NE(log_.of("browser_replaced").find("reason=memory"), std::string::npos);
    EXPECT_EQ(picture_of(renderer_->draw(job_of(card))).at(100, 50), lime);
}

TEST_F(robustness, a_browser_that_crashes_again_and_again_is_said_to_be_unavailable_at_once) {
    const auto program = folder_.write("fake-browser",
                                       "#!/bin/sh\n"
                                       "[ \"$1\" = --version ] && echo 'Chromium 1.2.3' && exit\n"
                                       "echo 'no such library' >&2; exit 1\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    auto renderer = BrowserRenderer::create({.program = program, .processes = 1}, log_);
    ASSERT_TRUE(renderer) << base::describe(renderer.error());
    const auto image = (*renderer)->draw(job_of(template_of("x")));
    ASSERT_FALSE(image);
    EXPECT_EQ(image.error().code, ErrorCode::unavailable);
    EXPECT_FALSE((*renderer)->available());
    EXPECT_NE(log_.of("browser_start_failed").find("no such library"), std::string::npos);
}

TEST_F(robustness, a_drawing_that_finds_all_browsers_busy_ends_at_its_deadline) {
    std::atomic<TestServer*> self = nullptr;
    std::atomic<bool> asked = false;
    TestServer server([&](const TestRequest&) {
        asked = true;
        self.load()->wait_for_the_end();
        return TestAnswer();
    });
    self = &server;
    start({.processes = 1, .reachable_hosts = {server.host()}});
    std::thread busy([&] {
        auto job = job_of(server.address());
        job.deadline = Deadline::after(seconds(3));
        EXPECT_FALSE(renderer_->draw(job));
    });
    EXPECT_TRUE(eventually([&] { return asked.load(); }));
    auto job = job_of(template_of("x"));
    job.deadline = Deadline::after(milliseconds(50));
    const auto image = renderer_->draw(job);
    busy.join();
    ASSERT_FALSE(image);
    EXPECT_EQ(image.error().code, ErrorCode::timeout);
}

TEST_F(robustness, nothing_is_left_behind_by_the_destructor) {
    start({.processes = 2, .scales = {1, 2}});
    ASSERT_TRUE(renderer_->draw(job_of(template_of("x"))));
    const auto processes = all_processes();
    ASSERT_GT(processes.size(), 4u);
    EXPECT_FALSE(std::filesystem::is_empty(temporary()));
    renderer_.reset();
    for (const pid_t process : processes)
        EXPECT_TRUE(eventually([&] { return is_gone(process); })) << process;
    EXPECT_TRUE(std::filesystem::is_empty(temporary()));
}

#ifndef __SANITIZE_THREAD__  // it does not allow threads in a forked process
TEST_F(robustness, no_browser_survives_a_program_that_is_killed) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t program = ::fork();
    if (program == 0) {
        auto renderer = BrowserRenderer::create({.processes = 1}, log_);
        if (!renderer || !(*renderer)->wait_until_warm(patience())) ::_exit(1);
        for (const pid_t process : process_tree((*renderer)->process_ids().at(0))) {
            (void)!::write(ends[1], &process, sizeof process);
        }
        ::close(ends[1]);
        while (true)
            ::pause();
    }
    ::close(ends[1]);
    std::vector<pid_t> processes;
    for (pid_t process = 0; ::read(ends[0], &process, sizeof process) == sizeof process;)
        processes.push_back(process);
    ::close(ends[0]);
    ASSERT_GT(processes.size(), 2u);
    // A browser that stands still can't notice by itself that its pipe has closed.
    ::kill(processes.front(), SIGSTOP);
    ::kill(program, SIGKILL);
    ::waitpid(program, nullptr, 0);
    for (const pid_t process : processes)
        EXPECT_TRUE(eventually([&] { return is_gone(process); })) << process;
}
#endif

TEST(find_browser, names_the_package_where_there_is_no_program) {
    for (const char* program : {"/nowhere/chromium-headless-shell", "/tmp", "/etc/passwd"}) {
        const auto found = find_browser(program);
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().code, ErrorCode::not_found);
        EXPECT_NE(found.error().message.find("chromium-headless-shell"), std::string::npos);
    }
    auto renderer = BrowserRenderer::create({.program = "/nowhere/browser"}, base::null_log());
    ASSERT_FALSE(renderer);
    EXPECT_EQ(renderer.error().code, ErrorCode::not_found);
}

TEST(browser_renderer, refuses_hosts_that_are_none) {
    if (!find_browser()) GTEST_SKIP() << "the Debian package chromium-headless-shell is not installed";
    auto renderer = BrowserRenderer::create({.reachable_hosts = {"a, MAP * b"}}, base::null_log());
    ASSERT_FALSE(renderer);
    EXPECT_EQ(renderer.error().code, ErrorCode::invalid);
}

TEST(profile_folder, is_removed_with_its_owner) {
    const base::TestFolder parent;
    std::filesystem::path path;
    {
        const auto folder = ProfileFolder::create(parent.path());
        ASSERT_TRUE(folder);
        path = folder->path();
        EXPECT_TRUE(std::filesystem::is_directory(path));
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(remove_abandoned_profiles, takes_old_folders_that_nobody_holds) {
    const base::TestFolder parent;
    const auto held = ProfileFolder::create(parent.path());
    ASSERT_TRUE(held);
    for (const char* name : {"placard-browser-new", "placard-browser-old", "something-else"}) {
        parent.write(std::string(name) + "/placard.lock", "");
    }
    for (const auto& path :
         {held->path(), parent.path() / "placard-browser-old", parent.path() / "something-else"}) {
        std::filesystem::last_write_time(
            path, std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
    }
    EXPECT_EQ(remove_abandoned_profiles(parent.path()), 1u);
    EXPECT_TRUE(std::filesystem::exists(held->path()));
    EXPECT_TRUE(std::filesystem::exists(parent.path() / "placard-browser-new"));
    EXPECT_FALSE(std::filesystem::exists(parent.path() / "placard-browser-old"));
    EXPECT_TRUE(std::filesystem::exists(parent.path() / "something-else"));
}

TEST(memory_of_tree, counts_what_this_process_holds) {
    const std::size_t before = memory_of_tree(::getpid());
    EXPECT_GT(before, 0u);
    const std::vector<char> more(64 * 1024 * 1024, 'x');
    EXPECT_GT(memory_of_tree(::getpid()), before + more.size() / 2);
    EXPECT_EQ(process_tree(::getpid()).front(), ::getpid());
}

}  // namespace
}  // namespace placard::browser
