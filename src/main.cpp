#include <malloc.h>

#include <cstdio>
#include <exception>

#include "cli/command_line.h"

namespace {

// Pictures come and go for ever, so memory must go back whole. By default glibc moves its threshold up until
// bodies of pictures lie between small blocks, in an arena for each thread, and what is freed stays there.
void keep_memory_flat() {
    mallopt(M_MMAP_THRESHOLD, 32 * 1024);
    mallopt(M_ARENA_MAX, 2);
}

}  // namespace

int main(int argc, char** argv) {
    keep_memory_flat();
    try {
        return placard::cli::run(argc, argv);
    } catch (const std::exception& error) {
        // Out of memory, or a defect: no module lets an exception out otherwise.
        std::fprintf(stderr, "placard: ended by an unexpected error: %s\n", error.what());
        return 1;
    }
}
