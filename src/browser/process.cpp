#include "browser/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace placard::browser {
namespace {

using base::ErrorCode;
using base::fail;
using base::Fault;

constexpr pid_t no_process = -1;
// Where descriptors are kept in the child until each has its final number, above all final numbers.
constexpr int parking = 10;
constexpr std::size_t max_output = 64 * 1024;

auto system_failure(const char* call) {
    return fail(ErrorCode::unavailable, Fault::ours, "the browser's process can't be started",
                std::string(call) + ": " + std::strerror(errno), base::Retry::yes);
}

// What the child gets: the descriptor of ours that becomes its number of that index; −1 becomes /dev/null.
struct ChildDescriptors {
    std::array<int, 5> numbers{-1, -1, -1, -1, -1};
    int count = 0;
};

// From here to exec only calls that signal-safety(7) lists: other threads may have held any lock when we
// forked.
[[noreturn]] void become(const char* program, char* const* arguments, const ChildDescriptors& given,
                         pid_t parent) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);  // the parent died before the line above

    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);

    const int null = ::open("/dev/null", O_RDWR);
    std::array<int, 5> parked{};
    for (int number = 0; number < given.count; ++number) {
        const int source = given.numbers[number] >= 0 ? given.numbers[number] : null;
        parked[number] = ::fcntl(source, F_DUPFD, parking);
    }
    for (int number = 0; number < given.count; ++number)
        ::dup2(parked[number], number);
    ::close_range(static_cast<unsigned>(given.count), ~0U, 0);

    ::execv(program, arguments);
    const char* reason = std::strerror(errno);
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, reason, std::strlen(reason));
    ::_exit(127);
}

base::Result<pid_t> spawn(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                          const ChildDescriptors& given) {
    std::vector<std::string> words{program.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);

    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child == 0) become(pointers[0], pointers.data(), given, parent);
    if (child < 0) return system_failure("fork");
    ::setpgid(child, child);  // here too, so that the group is there whichever of us runs first
    return child;
}

void kill_and_wait(pid_t process) {
    ::kill(-process, SIGKILL);
    ::kill(process, SIGKILL);
    while (::waitpid(process, nullptr, 0) < 0 && errno == EINTR) {
    }
}

}  // namespace

base::Result<Process> Process::start(const std::filesystem::path& program,
                                     const std::vector<std::string>& arguments) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return system_failure("socketpair");
    Descriptor ours(ends[0]);
    const Descriptor theirs(ends[1]);
    // Nobody reads the complaints until something is wrong, so neither end may block on a full pipe.
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return system_failure("pipe2");
    Descriptor errors(ends[0]);
    const Descriptor their_errors(ends[1]);

    const auto child =
        spawn(program, arguments, {{-1, -1, their_errors.get(), theirs.get(), theirs.get()}, 5});
    if (!child) return tl::unexpected(child.error());
    return Process(*child, std::move(ours), std::move(errors));
}

Process::Process(pid_t id, Descriptor pipe, Descriptor errors)
    : id_(id), pipe_(std::move(pipe)), errors_(std::move(errors)) {}

Process::Process(Process&& other) noexcept
    : id_(std::exchange(other.id_, no_process)),
      pipe_(std::move(other.pipe_)),
      errors_(std::move(other.errors_)) {}

Process::~Process() {
    if (id_ != no_process) kill_and_wait(id_);
}

std::string Process::complaints() {
    constexpr std::size_t kept = 600;
    std::string text;
    std::array<char, 4096> buffer;
    for (ssize_t count = 0; (count = ::read(errors_.get(), buffer.data(), buffer.size())) > 0;) {
        text.append(buffer.data(), static_cast<std::size_t>(count));
        if (text.size() > 2 * kept) text.erase(0, text.size() - kept);
    }
    if (text.size() > kept) text.erase(0, text.size() - kept);
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text;
}

base::Result<std::string> output_of(const std::filesystem::path& program,
                                    const std::vector<std::string>& arguments, base::Deadline deadline) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return system_failure("pipe2");
    const Descriptor from(ends[0]);
    Descriptor to(ends[1]);
    const auto child = spawn(program, arguments, {{-1, to.get(), -1, -1, -1}, 3});
    if (!child) return tl::unexpected(child.error());
    to.reset();

    std::string output;
    std::array<char, 4096> buffer;
    while (output.size() < max_output) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline.remaining());
        pollfd entry{from.get(), POLLIN, 0};
        const int ready = ::poll(&entry, 1, static_cast<int>(left.count()));
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) {
            kill_and_wait(*child);
            return fail(ErrorCode::timeout, Fault::ours, program.string() + " does not end");
        }
        const ssize_t count = ::read(from.get(), buffer.data(), buffer.size());
        if (count <= 0) break;
        output.append(buffer.data(), static_cast<std::size_t>(count));
    }
    int status = 0;
    while (::waitpid(*child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        return fail(ErrorCode::unavailable, Fault::ours, program.string() + " can't be run");
    }
    return output;
}

}  // namespace placard::browser
