// Hosts with ports, as they stand in an address (RFC 3986 section 3.2.2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace placard::config {

struct Authority {
    std::string_view host;  // an IPv6 address keeps its brackets
    std::optional<std::string_view> port;
};

// Takes "host:port" apart at the colon that no bracket encloses; neither part is checked.
Authority split_authority(std::string_view text);

std::optional<std::uint16_t> parse_port(std::string_view text);
bool is_ipv4(std::string_view text);
bool is_ipv6(std::string_view text);  // without brackets

// "host" or "host:port" in lower case: a name of the DNS (RFC 1123 section 2.1, and underscores, which
// internal names have), an IPv4 address, or an IPv6 address in brackets; port 1 to 65535. Fails with
// ErrorCode::invalid; the message says what would be right.
base::Result<std::string> canonical_authority(std::string_view text);

}  // namespace placard::config
