// [server], [cache] and [log]: the HTTP side.

#include <algorithm>

#include "config/listen_address.h"
#include "config/quote.h"
#include "config/sections.h"

namespace placard::config {
namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr Bounds<milliseconds> timeout_bounds{1ms, 1h};
constexpr std::size_t max_listen_addresses = 64;

void read_listen(TableReader& section, std::vector<ListenAddress>& listen) {
    const auto texts = section.texts("listen");
    if (!texts) return;
    if (texts->empty() || texts->size() > max_listen_addresses) {
        return section.mistake("listen", "must hold from 1 to " + std::to_string(max_listen_addresses) +
                                             " addresses, as in [\"[::]:8080\"]");
    }
    listen.clear();
    for (const Element& element : *texts) {
        const auto address = parse_listen_address(element.text);
        if (!address) {
            section.mistake("listen", element, address.error().message);
            continue;
        }
        const bool there = std::any_of(listen.begin(), listen.end(), [&](const ListenAddress& other) {
            return address->port != 0 && other.port == address->port && other.host == address->host;
        });
        if (there) section.mistake("listen", element, in_quotes(element.text) + " is there twice");
        listen.push_back(*address);
    }
}

}  // namespace

Server read_server(TableReader& document) {
    Server server;
    server.default_image = document.existing_file("default");
    auto section = document.table("server");
    if (!section) return server;
    read_listen(*section, server.listen);
    section->read_integer<std::size_t>("threads", server.threads, {0, 1024});
    section->read_integer<std::size_t>("max_connections", server.max_connections, {1, 1'000'000});
    section->read_integer<std::size_t>("max_target", server.max_target, {16, 65536});
    section->read_integer<std::size_t>("max_header", server.max_header, {256, 1024 * 1024});
    section->read("header_timeout", server.header_timeout, timeout_bounds);
    section->read("idle_timeout", server.idle_timeout, timeout_bounds);
    section->read("write_timeout", server.write_timeout, timeout_bounds);
    section->read("drain_timeout", server.drain_timeout, {0ms, 1h});
    if (server.max_target >= server.max_header) {
        section->mistake("max_target",
                         "must be less than max_header, which the target is a part of, and which is " +
                             std::to_string(server.max_header));
    }
    section->finish();
    return server;
}

Cache read_cache(TableReader& document) {
    Cache cache;
    auto section = document.table("cache");
    if (!section) return cache;
    section->read_size("size", cache.size, {0, std::size_t{1} << 40});
    section->finish();
    return cache;
}

Log read_log(TableReader& document) {
    Log log;
    auto section = document.table("log");
    if (!section) return log;
    const auto access = section->text("access");
    if (access == "off") {
        log.access_enabled = false;
    } else if (access && access != "-") {
        log.access = section->path("access");
    }
    section->finish();
    return log;
}

}  // namespace placard::config
