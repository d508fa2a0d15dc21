// placard.toml, read and checked whole: either every value is good, or every mistake is reported at once.
// Paths in the file are relative to the file's own folder. Nothing is started and nothing is written here.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "card/card.h"

namespace placard::config {

struct ListenAddress {
    std::string host;        // numeric IPv4 or IPv6 without brackets
    std::uint16_t port = 0;  // 0: one that is free
};

struct Server {
    std::vector<ListenAddress> listen{{"::", 8080}};
    std::size_t threads = 0;  // 0: one a core
    std::size_t max_connections = 10000;
    std::size_t max_target = 2048;       // bytes of the request target; longer: 414
    std::size_t max_header = 16 * 1024;  // bytes of request line and header fields; more: 431
    // From the first byte of a request to the end of its header.
    std::chrono::milliseconds header_timeout{10000};
    std::chrono::milliseconds idle_timeout{60000};   // between requests of a connection
    std::chrono::milliseconds write_timeout{30000};  // without a byte of an answer taken by the client
    std::chrono::milliseconds drain_timeout{10000};  // from SIGTERM to the end
    // For addresses that are no card's; else the first card's.
    std::optional<std::filesystem::path> default_image;
};

struct Cache {
    std::size_t size = 64 * 1024 * 1024;  // bytes; 0 turns the edge cache off
};

enum class StoreKind { filesystem };

struct Store {
    StoreKind kind = StoreKind::filesystem;
    std::filesystem::path path;  // of the filesystem store
};

struct Browser {
    std::filesystem::path program;  // empty: chromium-headless-shell on the PATH
    std::size_t processes = 2;      // Chromium processes at most; each draws one card at a time
    // Bytes of one Chromium with its children; past it, it is replaced.
    std::size_t memory_limit = 1024 * 1024 * 1024;
    std::chrono::milliseconds start_timeout{15000};
};

struct Render {
    std::size_t queue = 64;  // renders that may wait; past it the default image at once
};

struct Log {
    std::optional<std::filesystem::path> access;  // nullopt: standard output
    bool access_enabled = true;
};

// Files that Placard itself serves beside the cards: one file at a path, or a folder below a path that ends
// in '/'.
struct StaticFiles {
    std::string path;
    std::filesystem::path source;
};

struct Config {
    std::filesystem::path file;  // absolute; where this came from
    Server server;
    Cache cache;
    Store store;
    Browser browser;
    Render render;
    Log log;
    std::vector<StaticFiles> static_files;
    std::vector<std::shared_ptr<const card::Card>> cards;  // at least one, in the order of the file
};

struct Mistake {
    std::filesystem::path file;
    std::size_t line = 0;  // from 1; 0 where none can be told
    std::string key;       // dotted, cards counted from 1: "card[1].path"; empty for a syntax error
    std::string message;   // what is wrong and what would be right; never the value of a secret
};

// "FILE:LINE: KEY: MESSAGE", the form that editors jump to.
std::string describe(const Mistake& mistake);

// What a secret's { env = "NAME" } is read from; tests pass their own.
using Environment = std::optional<std::string> (*)(const std::string& name);
std::optional<std::string> process_environment(const std::string& name);

// At least one Mistake on failure, in the order of the file.
tl::expected<Config, std::vector<Mistake>> load(const std::filesystem::path& file,
                                                Environment environment = process_environment);
// The same from text; `file` is what relative paths start from and what mistakes name.
tl::expected<Config, std::vector<Mistake>> parse(const std::string& text, const std::filesystem::path& file,
                                                 Environment environment = process_environment);

}  // namespace placard::config
