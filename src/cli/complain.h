// How a command says that it can't go on.
#pragma once

#include <cstdio>

#include "base/error.h"
#include "cli/exit_code.h"

namespace placard::cli {

// Prints the error to standard error; returns the code, to be returned in turn.
inline ExitCode complain(ExitCode code, const base::Error& error) {
    std::fprintf(stderr, "placard: %s\n", describe(error).c_str());
    return code;
}

}  // namespace placard::cli
