#include "config/authority.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "config/quote.h"

namespace placard::config {
namespace {

constexpr std::size_t max_name = 253;
constexpr std::size_t max_label = 63;

bool parses_as(int family, std::string_view text) {
    if (text.size() > 64 || text.find('\0') != std::string_view::npos) return false;
    unsigned char address[sizeof(in6_addr)];
    return inet_pton(family, std::string(text).c_str(), address) == 1;
}

bool is_label(std::string_view label) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return !label.empty() && label.size() <= max_label && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), allowed);
}

bool is_name(std::string_view name) {
    if (name.empty() || name.size() > max_name) return false;
    for (std::size_t begin = 0; begin <= name.size();) {
        const std::size_t end = std::min(name.find('.', begin), name.size());
        if (!is_label(name.substr(begin, end - begin))) return false;
        begin = end + 1;
    }
    // A name whose last part is a number would be read as an IPv4 address (WHATWG URL, "ends in a number").
    const char last = name[name.find_last_of('.') + 1];
    return last < '0' || last > '9' || is_ipv4(name);
}

bool is_host(std::string_view host) {
    if (host.starts_with('[')) return host.ends_with(']') && is_ipv6(host.substr(1, host.size() - 2));
    return is_name(host);
}

}  // namespace

Authority split_authority(std::string_view text) {
    const std::size_t bracket = text.starts_with('[') ? text.find(']') : 0;
    const std::size_t colon = text.find(':', bracket == std::string_view::npos ? text.size() : bracket);
    if (colon == std::string_view::npos) return {text, std::nullopt};
    return {text.substr(0, colon), text.substr(colon + 1)};
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return port;
}

bool is_ipv4(std::string_view text) {
    return parses_as(AF_INET, text);
}
bool is_ipv6(std::string_view text) {
    return parses_as(AF_INET6, text);
}

base::Result<std::string> canonical_authority(std::string_view text) {
    const auto invalid = [&](std::string_view reason) {
        return base::fail(base::ErrorCode::invalid, base::Fault::ours, in_quotes(text) + std::string(reason));
    };
    // Not shown: a password may stand before the '@'.
    if (text.find('@') != std::string_view::npos) {
        return base::fail(base::ErrorCode::invalid, base::Fault::ours,
                          "a host is written without user name and password, as in \"cdn.example.com\"");
    }
    if (text.find("://") != std::string_view::npos) {
        return invalid(" is a whole address; write the host alone, as in \"cdn.example.com\"");
    }
    if (text.find('*') != std::string_view::npos) {
        return invalid(" has a '*'; every host is named by itself, as in \"cdn.example.com\"");
    }
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const Authority parts = split_authority(lower);
    if (!is_host(parts.host)) {
        return invalid(" is not a host; write \"host\" or \"host:port\", an IPv6 address in brackets");
    }
    if (parts.port && parse_port(*parts.port).value_or(0) == 0) {
        return invalid(" has no port from 1 to 65535 behind the colon");
    }
    return lower;
}

}  // namespace placard::config
