// What a script can rely on: the exit codes of every command.
#pragma once

namespace placard::cli {

enum class ExitCode : int {
    ok = 0,
    failed = 1,         // some of what was asked for could not be done; each is named on standard error
    usage = 2,          // the command line is wrong
    configuration = 3,  // placard.toml, or a file that it names, is wrong
    environment = 4,    // the machine lacks something: the browser, a free port, a writable store
};

}  // namespace placard::cli
