// What a process and all below it hold in memory, from /proc (proc(5)).
#pragma once

#include <cstddef>
#include <vector>

#include <sys/types.h>

namespace placard::browser {

// The process itself first, then its children, theirs and so on; empty where there is no such process.
std::vector<pid_t> process_tree(pid_t root);

// Bytes, with pages that several of them share counted once: the proportional set size, or where the kernel
// does not let us see that (a sandboxed child), the resident set without its shared pages.
std::size_t memory_of_tree(pid_t root);

}  // namespace placard::browser
