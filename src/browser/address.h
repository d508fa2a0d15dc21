// Addresses as far as the network policy needs them: whose they are.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace placard::browser {

// An origin of the web (RFC 6454, section 4) of a scheme that goes over the network.
struct Origin {
    std::string scheme;  // http, https, ws, wss
    std::string host;    // lower case; an IPv6 address in brackets
    int port = 0;

    bool operator==(const Origin&) const = default;
    std::string host_and_port() const { return host + ':' + std::to_string(port); }
};

// nullopt for an address of another scheme or without a host.
std::optional<Origin> origin_of(std::string_view address);

// "/a/b" of "http://host/a/b?c#d", still percent-encoded; "/" where there is none.
std::string path_of(std::string_view address);

// Hosts that may be reached. One written without a port stands for the scheme's own port.
class HostSet {
public:
    // "host" or "host:port", an IPv6 address in brackets. ErrorCode::invalid for anything else.
    static base::Result<HostSet> create(const std::vector<std::string>& hosts);

    bool contains(const Origin& origin) const;

    struct Entry {
        std::string host;
        std::optional<int> port;
        bool operator==(const Entry&) const = default;
    };
    const std::vector<Entry>& entries() const { return entries_; }

private:
    std::vector<Entry> entries_;
};

}  // namespace placard::browser
