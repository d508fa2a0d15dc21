#include "config/secret_reader.h"

#include <algorithm>
#include <fstream>

namespace placard::config {
namespace {

constexpr std::size_t max_secret = 8 * 1024;
constexpr std::string_view how =
    "write { env = \"NAME\" } for an environment variable or { file = \"PATH\" }";

bool is_variable_name(std::string_view name) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !name.empty() && name.size() <= 128 && (name.front() < '0' || name.front() > '9') &&
           std::all_of(name.begin(), name.end(), allowed);
}

void trim_one_newline(std::string& value) {
    if (value.ends_with('\n')) value.pop_back();
    if (value.ends_with('\r')) value.pop_back();
}

// The visible characters of RFC 9110 section 5.5's field-value, with spaces inside.
bool fits_in_a_header(std::string_view value) {
    const auto allowed = [](char c) { return c >= ' ' && c < 0x7f; };
    return !value.starts_with(' ') && !value.ends_with(' ') &&
           std::all_of(value.begin(), value.end(), allowed);
}

// source: "the environment variable X", for the messages.
base::Secret checked(TableReader& secret, std::string_view key, std::string value,
                     const std::string& source) {
    trim_one_newline(value);
    if (value.empty()) {
        secret.mistake(key, source + " is empty");
    } else if (value.size() > max_secret) {
        secret.mistake(key, source + " holds more than " + std::to_string(max_secret) + " characters");
    } else if (!fits_in_a_header(value)) {
        secret.mistake(key, source +
                                " holds what no header can carry: only one line of visible ASCII characters "
                                "is possible");
    } else {
        return base::Secret(std::move(value));
    }
    return {};
}

base::Secret from_environment(TableReader& secret) {
    const auto name = secret.text("env");
    if (!name) return {};
    // A name that can't be one is not shown: it may be the secret itself.
    if (!is_variable_name(*name)) {
        secret.mistake("env", "must be the name of an environment variable: letters, digits and underscores");
        return {};
    }
    auto value = secret.context().environment(*name);
    if (!value) {
        secret.mistake("env", "the environment variable " + *name + " is not set");
        return {};
    }
    return checked(secret, "env", std::move(*value), "the environment variable " + *name);
}

base::Secret from_file(TableReader& secret) {
    const auto file = secret.existing_file("file");
    if (!file) return {};
    std::ifstream stream(*file, std::ios::binary);
    std::string value(max_secret + 3, '\0');  // one too many, and its newline
    stream.read(value.data(), static_cast<std::streamsize>(value.size()));
    if (stream.bad() || (stream.fail() && !stream.eof())) {
        secret.mistake("file", "the file can't be read");
        return {};
    }
    value.resize(static_cast<std::size_t>(stream.gcount()));
    return checked(secret, "file", std::move(value), "the file");
}

}  // namespace

base::Secret read_secret(TableReader& table, std::string_view key) {
    const toml::node* node = table.find(key);
    if (!node) return {};
    if (node->is_string()) {
        table.mistake(key, "must not stand in this file; " + std::string(how));
        return {};
    }
    auto secret = table.table(key);
    if (!secret) return {};
    const bool env = secret->has("env");
    const bool file = secret->has("file");
    secret->finish();
    if (env == file) {
        table.mistake(
            key, (env ? "has both env and file; " : "says not where the secret is; ") + std::string(how));
        return {};
    }
    return env ? from_environment(*secret) : from_file(*secret);
}

}  // namespace placard::config
