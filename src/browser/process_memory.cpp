#include "browser/process_memory.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <system_error>

namespace placard::browser {
namespace {

namespace fs = std::filesystem;

// More than any browser has; a limit against a tree that grows while it is read.
constexpr std::size_t max_processes = 512;

fs::path folder_of(pid_t process) {
    return fs::path("/proc") / std::to_string(process);
}

void append_children(pid_t process, std::vector<pid_t>& tree) {
    std::error_code error;
    for (fs::directory_iterator task(folder_of(process) / "task", error), end; !error && task != end;
         task.increment(error)) {
        std::ifstream children(task->path() / "children");
        for (pid_t child = 0; children >> child && tree.size() < max_processes;)
            tree.push_back(child);
    }
}

std::optional<std::size_t> proportional_set(pid_t process) {
    std::ifstream rollup(folder_of(process) / "smaps_rollup");
    for (std::string line; std::getline(rollup, line);) {
        if (line.starts_with("Pss:")) return std::stoull(line.substr(4)) * 1024;
    }
    return std::nullopt;
}

std::size_t private_resident_set(pid_t process) {
    std::ifstream statm(folder_of(process) / "statm");
    std::size_t size = 0;
    std::size_t resident = 0;
    std::size_t shared = 0;
    if (!(statm >> size >> resident >> shared) || shared > resident) return 0;
    return (resident - shared) * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

std::vector<pid_t> process_tree(pid_t root) {
    std::error_code error;
    if (!fs::exists(folder_of(root), error)) return {};
    std::vector<pid_t> tree{root};
    for (std::size_t next = 0; next < tree.size(); ++next)
        append_children(tree[next], tree);
    return tree;
}

std::size_t memory_of_tree(pid_t root) {
    std::size_t bytes = 0;
    for (const pid_t process : process_tree(root)) {
        const auto proportional = proportional_set(process);
        bytes += proportional ? *proportional : private_resident_set(process);
    }
    return bytes;
}

}  // namespace placard::browser
