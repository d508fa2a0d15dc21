#include <cstdio>
#include <exception>

#include "cli/command_line.h"

int main(int argc, char** argv) {
    try {
        return placard::cli::run(argc, argv);
    } catch (const std::exception& error) {
        // Out of memory, or a defect: no module lets an exception out otherwise.
        std::fprintf(stderr, "placard: ended by an unexpected error: %s\n", error.what());
        return 1;
    }
}
