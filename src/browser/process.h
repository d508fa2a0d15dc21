// One Chromium process with its children.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "browser/descriptor.h"

namespace placard::browser {

// The program in a process group of its own, with a socket for the DevTools pipe at its descriptors 3 and 4,
// no input, and no other descriptor of ours. It is killed when the thread that started it ends, however that
// comes about (prctl(2), PR_SET_PDEATHSIG): start it on a thread that lives as long as it shall.
class Process {
public:
    // arguments: without the program's name. Errors: unavailable (the system does not let us). That the
    // program can't be run shows as a pipe that closes at once, the reason in complaints().
    static base::Result<Process> start(const std::filesystem::path& program,
                                       const std::vector<std::string>& arguments);
    ~Process();  // kills the group and waits for the program's end
    Process(Process&& other) noexcept;
    Process& operator=(Process&&) = delete;

    pid_t id() const { return id_; }
    // Our end of the DevTools pipe; once.
    Descriptor take_pipe() { return std::move(pipe_); }
    // What the program wrote to standard error so far and was not given out yet, its last few lines.
    std::string complaints();

private:
    Process(pid_t id, Descriptor pipe, Descriptor errors);

    pid_t id_;
    Descriptor pipe_;
    Descriptor errors_;
};

// Runs a program that ends by itself and gives what it wrote to standard output, 64 KiB at most. Errors:
// unavailable (it can't be run, or it fails), timeout (it was killed).
base::Result<std::string> output_of(const std::filesystem::path& program,
                                    const std::vector<std::string>& arguments, base::Deadline deadline);

}  // namespace placard::browser
