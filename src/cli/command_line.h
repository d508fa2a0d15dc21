// The command line of placard (CLI11): options in, a command called, its exit code out.
#pragma once

namespace placard::cli {

// What main() returns. Prints help and mistakes itself.
int run(int argc, char** argv);

}  // namespace placard::cli
