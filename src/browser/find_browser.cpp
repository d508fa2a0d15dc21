#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#include "browser/browser_renderer.h"
#include "browser/process.h"

namespace placard::browser {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using base::fail;
using base::Fault;

constexpr const char* program_name = "chromium-headless-shell";
constexpr const char* debian_program = "/usr/lib/chromium/chromium-headless-shell";
constexpr std::chrono::seconds version_patience{10};

bool is_program(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
}

std::optional<fs::path> on_the_path() {
    const char* folders = std::getenv("PATH");
    std::istringstream stream(folders == nullptr ? "/usr/bin" : folders);
    for (std::string folder; std::getline(stream, folder, ':');) {
        if (!folder.empty() && is_program(fs::path(folder) / program_name))
            return fs::path(folder) / program_name;
    }
    return std::nullopt;
}

// Debian's command is a shell script that runs the program as its child. We start the program itself, because
// what ends a browser together with us reaches our own child only.
fs::path without_wrapper(const fs::path& command) {
    std::ifstream stream(command, std::ios::binary);
    char begin[2] = {};
    stream.read(begin, 2);
    const bool script = begin[0] == '#' && begin[1] == '!';
    return script && command.filename() == program_name && is_program(debian_program)
               ? fs::path(debian_program)
               : command;
}

// "Chromium 156.0.8078.79 built on Debian …" → "156.0.8078.79"
std::optional<std::string> version_in(const std::string& text) {
    const std::size_t begin = text.find_first_of("0123456789");
    if (begin == std::string::npos) return std::nullopt;
    return text.substr(begin, text.find_first_not_of("0123456789.", begin) - begin);
}

}  // namespace

base::Result<BrowserProgram> find_browser(const fs::path& program) {
    const std::optional<fs::path> command = program.empty() ? on_the_path() : std::optional(program);
    if (!command || !is_program(*command)) {
        std::string what = "there is no chromium-headless-shell on the PATH";
        if (command) what = command->string().insert(0, "there is no program ");
        return fail(ErrorCode::not_found, Fault::ours,
                    what.append("; the Debian package chromium-headless-shell has it"));
    }
    const fs::path path = without_wrapper(*command);
    const auto output = output_of(path, {"--version"}, base::Deadline::after(version_patience));
    if (!output) return tl::unexpected(output.error());
    const auto version = version_in(*output);
    if (!version) {
        return fail(ErrorCode::invalid, Fault::ours, path.string() + " does not say which version it is",
                    *output);
    }
    return BrowserProgram{path, *version};
}

}  // namespace placard::browser
