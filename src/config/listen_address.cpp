#include "config/listen_address.h"

#include <algorithm>

#include "config/authority.h"
#include "config/quote.h"

namespace placard::config {
namespace {

// "::1" and "::1:8080", which could mean two things.
bool is_bare_ipv6(std::string_view text) {
    return std::count(text.begin(), text.end(), ':') > 1 &&
           text.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
}

}  // namespace

base::Result<ListenAddress> parse_listen_address(std::string_view text) {
    const auto invalid = [&](std::string_view reason) {
        return base::fail(base::ErrorCode::invalid, base::Fault::ours, in_quotes(text) + std::string(reason));
    };
    if (is_bare_ipv6(text)) return invalid(" needs brackets around its IPv6 address, as in \"[::]:8080\"");
    const Authority parts = split_authority(text);
    if (!parts.port) return invalid(" has no port; write \"127.0.0.1:8080\" or \"[::]:8080\"");
    const auto port = parse_port(*parts.port);
    if (!port) return invalid(" has no port from 0 to 65535 behind the colon, as in \"[::]:8080\"");

    const std::string_view host = parts.host;
    if (host == "localhost") return ListenAddress{"127.0.0.1", *port};
    if (is_ipv4(host)) return ListenAddress{std::string(host), *port};
    if (!host.starts_with('[')) {
        return invalid(
            " has no numeric address before the port; write \"127.0.0.1:8080\", or \"[::]:8080\" for all");
    }
    const std::string_view inside = host.substr(1, host.size() - 2);
    if (host.ends_with(']') && is_ipv6(inside)) return ListenAddress{std::string(inside), *port};
    return invalid(" has no IPv6 address in its brackets; write \"[::]:8080\"");
}

}  // namespace placard::config
