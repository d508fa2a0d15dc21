// The commands of the program. Each takes its parsed options, does its work and returns the exit code.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/exit_code.h"

namespace placard::cli {

struct ServeOptions {
    std::filesystem::path config;
    std::vector<std::string> listen;  // in place of the configuration's
};
ExitCode serve(const ServeOptions& options);

struct CheckOptions {
    std::filesystem::path config;
};
ExitCode check(const CheckOptions& options);

struct RenderOptions {
    std::vector<std::string> inputs;  // HTML files, addresses or, with a configuration, card ids
    std::string output;               // a file, or a folder where it ends in '/'
    std::optional<std::filesystem::path> config;
    std::optional<int> width, height, quality;
    std::optional<double> scale;
    std::string engine = "chromium";
    std::string wait = "load";
    std::vector<std::string> variables;  // NAME=VALUE
    std::vector<std::string> hosts;
    std::chrono::milliseconds deadline{10000};
};
ExitCode render(const RenderOptions& options);

struct WarmOptions {
    std::filesystem::path config;
    std::string list = "-";  // a file of ids, one a line; "-": standard input
    std::size_t jobs = 0;  // pictures under way at once; 0: as many as there are browsers, and a few waiting
};
ExitCode warm(const WarmOptions& options);

}  // namespace placard::cli
