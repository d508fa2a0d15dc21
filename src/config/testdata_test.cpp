// The configurations of testdata/: X.toml with X.mistakes beside it must be refused with exactly those
// mistakes, one a line as "LINE: KEY: MESSAGE"; X.toml alone must be taken. `PLACARD_REBASELINE=1` writes the
// mistakes anew.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

#include "config/config.h"

namespace placard::config {
namespace {

const std::filesystem::path folder = "testdata";
const std::string secret = "hunter2";

std::optional<std::string> environment(const std::string& name) {
    if (name == "CARD_TOKEN") return "from-the-environment";
    if (name == "EMPTY_TOKEN") return "\n";
    if (name == "BROKEN_TOKEN") return secret + "\r\nX-Injected: 1";
    if (name == "LONG_TOKEN") return std::string(9000, 'x') + secret;
    return std::nullopt;
}

std::string read(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::set<std::filesystem::path> configurations() {
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".toml") files.insert(entry.path());
    }
    return files;
}

// As in the files, with the folder of this machine taken out.
std::string listing(const std::vector<Mistake>& mistakes) {
    std::ostringstream text;
    for (const Mistake& mistake : mistakes) {
        text << mistake.line << ": " << mistake.key << (mistake.key.empty() ? "" : ": ") << mistake.message
             << '\n';
    }
    std::string whole = text.str();
    const std::string here = std::filesystem::absolute(folder).string();
    for (std::size_t at = whole.find(here); at != std::string::npos; at = whole.find(here, at)) {
        whole.replace(at, here.size(), "FOLDER");
    }
    return whole;
}

TEST(ConfigTestdata, is_refused_with_the_mistakes_beside_it_or_taken) {
    const auto files = configurations();
    EXPECT_GT(files.size(), 20u);
    for (const std::filesystem::path& file : files) {
        SCOPED_TRACE(file.string());
        std::filesystem::path expected = file;
        expected.replace_extension(".mistakes");
        const auto config = load(file, environment);
        const std::string found = config ? "" : listing(config.error());
        if (std::getenv("PLACARD_REBASELINE") && !found.empty()) std::ofstream(expected) << found;
        EXPECT_EQ(found, read(expected));
        EXPECT_EQ(config.has_value(), !std::filesystem::exists(expected));
    }
}

TEST(ConfigTestdata, shows_no_part_of_a_secret_in_any_mistake) {
    for (const std::filesystem::path& file : configurations()) {
        const auto config = load(file, environment);
        if (config) continue;
        for (const Mistake& mistake : config.error()) {
            EXPECT_EQ(describe(mistake).find(secret), std::string::npos) << describe(mistake);
        }
    }
}

}  // namespace
}  // namespace placard::config
