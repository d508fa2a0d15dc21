// The input is a placard.toml. Whatever it is: it is read, or there are mistakes, in order and each with
// words; no mistake shows what an environment variable holds.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include "config/config.h"

namespace {

using namespace placard::config;

const std::string secret = "s3cr3t-of-the-environment";

// "BAD…" holds what no header can carry, so that the value is refused as well.
std::optional<std::string> environment(const std::string& name) {
    if (name.starts_with("ABSENT")) return std::nullopt;
    return name.starts_with("BAD") ? secret + "\n\n" : secret;
}

void require(bool condition) {
    if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto config = parse(text, "/nonexistent/placard.toml", environment);
    if (config) {
        require(!config->cards.empty());
        require(!config->server.listen.empty());
        return 0;
    }
    const auto& mistakes = config.error();
    require(!mistakes.empty());
    require(std::is_sorted(mistakes.begin(), mistakes.end(),
                           [](const Mistake& left, const Mistake& right) { return left.line < right.line; }));
    for (const Mistake& mistake : mistakes) {
        require(!mistake.message.empty());
        // The fuzzer reads the constant out of the program and writes it into the file as well.
        if (text.find(secret) == std::string::npos)
            require(describe(mistake).find(secret) == std::string::npos);
    }
    return 0;
}
