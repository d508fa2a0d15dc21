#include "browser/address.h"

#include <algorithm>
#include <charconv>

namespace placard::browser {
namespace {

constexpr int max_port = 65535;

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return result;
}

std::optional<int> default_port(std::string_view scheme) {
    if (scheme == "http" || scheme == "ws") return 80;
    if (scheme == "https" || scheme == "wss") return 443;
    return std::nullopt;
}

std::optional<int> parse_port(std::string_view digits) {
    int port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc() || end != digits.data() + digits.size() || port < 1 || port > max_port) {
        return std::nullopt;
    }
    return port;
}

// Letters, digits, dots and hyphens, or hexadecimal and colons in brackets: nothing that could end a rule of
// --host-resolver-rules or stand for more than one host there.
bool is_host(std::string_view host) {
    const bool literal = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (literal) host = host.substr(1, host.size() - 2);
    const std::string_view marks = literal ? ":." : "-._";
    return !host.empty() && host.size() <= 253 && std::ranges::all_of(host, [marks](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || marks.find(c) != std::string_view::npos;
    });
}

// "host", "host:port", "[::1]" or "[::1]:port".
std::optional<HostSet::Entry> parse_entry(std::string_view text) {
    const std::size_t bracket = text.find(']');
    const std::size_t colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
    HostSet::Entry entry{lower(text.substr(0, colon)), std::nullopt};
    if (!is_host(entry.host)) return std::nullopt;
    if (colon == std::string_view::npos) return entry;
    entry.port = parse_port(text.substr(colon + 1));
    return entry.port ? std::optional(entry) : std::nullopt;
}

struct AddressParts {
    std::string scheme;
    std::string_view authority;
    std::string_view rest;  // from the path on
};

// The parts of RFC 3986, section 3, for an address with an authority.
std::optional<AddressParts> split(std::string_view address) {
    const std::size_t colon = address.find("://");
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string_view behind = address.substr(colon + 3);
    const std::size_t end = std::min(behind.find_first_of("/?#\\"), behind.size());
    return AddressParts{lower(address.substr(0, colon)), behind.substr(0, end), behind.substr(end)};
}

}  // namespace

std::optional<Origin> origin_of(std::string_view address) {
    const auto parts = split(address);
    if (!parts) return std::nullopt;
    const auto port = default_port(parts->scheme);
    if (!port) return std::nullopt;
    const std::size_t at = parts->authority.rfind('@');
    const auto entry =
        parse_entry(at == std::string_view::npos ? parts->authority : parts->authority.substr(at + 1));
    if (!entry) return std::nullopt;
    return Origin{parts->scheme, entry->host, entry->port.value_or(*port)};
}

std::string path_of(std::string_view address) {
    const auto parts = split(address);
    if (!parts || !parts->rest.starts_with('/')) return "/";
    return std::string(parts->rest.substr(0, parts->rest.find_first_of("?#")));
}

base::Result<HostSet> HostSet::create(const std::vector<std::string>& hosts) {
    HostSet set;
    for (const std::string& host : hosts) {
        const auto entry = parse_entry(host);
        if (!entry) {
            return base::fail(base::ErrorCode::invalid, base::Fault::ours,
                              "\"" + host + "\" is not a host; write \"host\" or \"host:port\"");
        }
        set.entries_.push_back(*entry);
    }
    return set;
}

bool HostSet::contains(const Origin& origin) const {
    return std::ranges::any_of(entries_, [&origin](const Entry& entry) {
        const int port = entry.port ? *entry.port : default_port(origin.scheme).value_or(0);
        return entry.host == origin.host && port == origin.port;
    });
}

}  // namespace placard::browser
