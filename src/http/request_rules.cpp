#include "http/request_rules.h"

#include <algorithm>
#include <string>

#include "http/ascii.h"

namespace placard::http {
namespace {

// The fields that decide how a request is understood, gathered in one pass.
struct DecisiveFields {
    HeaderField* host = nullptr;
    const std::string* content_length = nullptr;
    bool repeated = false;  // Host or Content-Length more than once
    bool transfer_encoding = false;
    bool wants_close = false;
    bool wants_keep_alive = false;
};

void note_connection_options(std::string_view value, DecisiveFields& found) {
    for_each_token(value, [&](std::string_view option) {
        if (equal_ignoring_case(option, "close")) found.wants_close = true;
        if (equal_ignoring_case(option, "keep-alive")) found.wants_keep_alive = true;
    });
}

DecisiveFields find_decisive_fields(Request& request) {
    DecisiveFields found;
    for (HeaderField& field : request.fields) {
        if (equal_ignoring_case(field.name, "Host")) {
            if (found.host != nullptr) found.repeated = true;
            found.host = &field;
        } else if (equal_ignoring_case(field.name, "Content-Length")) {
            if (found.content_length != nullptr) found.repeated = true;
            found.content_length = &field.value;
        } else if (equal_ignoring_case(field.name, "Transfer-Encoding")) {
            found.transfer_encoding = true;
        } else if (equal_ignoring_case(field.name, "Connection")) {
            note_connection_options(field.value, found);
        }
    }
    return found;
}

enum class Body { none, announced, malformed };

// RFC 9112 section 6: both kinds of framing at once, or lengths that could be read in two ways, are how
// requests are smuggled past a proxy.
Body framing(const DecisiveFields& found, int minor_version) {
    if (found.transfer_encoding) {
        const bool ambiguous = found.content_length != nullptr || minor_version == 0;
        return ambiguous ? Body::malformed : Body::announced;
    }
    if (found.content_length == nullptr) return Body::none;
    const std::string& length = *found.content_length;
    const bool digits =
        !length.empty() && std::ranges::all_of(length, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) return Body::malformed;
    return std::ranges::all_of(length, [](char c) { return c == '0'; }) ? Body::none : Body::announced;
}

// uri-host [ ":" port ] (RFC 9110 section 7.2, RFC 3986 section 3.2.2); empty is allowed.
bool is_host(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto is_alphanumeric = [&](char c) {
        return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z');
    };
    std::string_view port;
    if (text.starts_with('[')) {
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos || close == 1) return false;
        const auto is_address = [&](char c) { return is_alphanumeric(c) || c == ':' || c == '.'; };
        if (!std::ranges::all_of(text.substr(1, close - 1), is_address)) return false;
        port = text.substr(close + 1);
        if (!port.empty() && !port.starts_with(':')) return false;
    } else {
        const std::size_t colon = std::min(text.find(':'), text.size());
        const auto is_name = [&](char c) {
            return is_alphanumeric(c) ||
                   std::string_view("-._~!$&'()*+;=%").find(c) != std::string_view::npos;
        };
        if (!std::ranges::all_of(text.substr(0, colon), is_name)) return false;
        port = text.substr(colon);
    }
    if (!port.empty()) port.remove_prefix(1);
    return port.size() <= 5 && std::ranges::all_of(port, is_digit);
}

// What RFC 3986 knows, and what browsers send unencoded beside it (URL Standard, path and query
// percent-encode sets). '#' starts a fragment, which is never sent.
bool is_target(std::string_view text) {
    return std::ranges::all_of(
        text, [](char c) { return c > 0x20 && c < 0x7F && c != '#' && c != '"' && c != '<' && c != '>'; });
}

struct Target {
    std::string_view authority;  // empty unless in absolute-form
    std::string_view origin;     // from the path on; empty: nothing to serve
    bool absolute = false;
};

// RFC 9112 section 3.2. nullopt: a form that is none, or that no GET may have.
std::optional<Target> split_target(std::string_view text) {
    if (!is_target(text)) return std::nullopt;
    if (text.starts_with('/')) return Target{{}, text, false};

    const std::size_t scheme = text.find("://");
    if (scheme == std::string_view::npos) return std::nullopt;
    const std::string_view name = text.substr(0, scheme);
    if (!equal_ignoring_case(name, "http") && !equal_ignoring_case(name, "https")) return std::nullopt;
    text.remove_prefix(scheme + 3);
    const std::size_t end = std::min(text.find_first_of("/?"), text.size());
    const std::string_view authority = text.substr(0, end);
    if (authority.empty() || authority.starts_with(':') || !is_host(authority)) return std::nullopt;
    return Target{authority, text.substr(end), true};
}

void set_target(Request& request, const Target& target) {
    request.target.clear();
    if (!target.origin.starts_with('/')) request.target.push_back('/');
    request.target.append(target.origin);
}

}  // namespace

Judgement judge(const RequestLine& line, Request& request) {
    const Judgement bad_request{400, Persistence::close};
    const DecisiveFields found = find_decisive_fields(request);
    if (found.repeated) return bad_request;

    const Body body = framing(found, line.minor_version);
    if (body == Body::malformed) return bad_request;

    // RFC 9112 section 3.2: exactly one Host in HTTP/1.1.
    if (found.host == nullptr && line.minor_version >= 1) return bad_request;
    if (found.host != nullptr && !is_host(found.host->value)) return bad_request;

    // A body is never read, so what follows it can't be understood; HTTP/1.0 closes unless asked otherwise.
    const bool persists =
        line.minor_version >= 1 ? !found.wants_close : found.wants_keep_alive && !found.wants_close;
    const Persistence persistence =
        persists && body == Body::none ? Persistence::keep_alive : Persistence::close;

    // Methods are case-sensitive (RFC 9110 section 9.1).
    const bool get = line.method == "GET";
    if (!get && line.method != "HEAD") return {405, persistence};

    const std::optional<Target> target = split_target(line.target);
    if (!target) return bad_request;
    if (body == Body::announced) return {413, Persistence::close};

    request.method = get ? Method::get : Method::head;
    set_target(request, *target);
    // RFC 9112 section 3.2.2: the target's host counts, whatever Host says.
    if (target->absolute && found.host != nullptr) found.host->value = target->authority;
    return {std::nullopt, persistence};
}

}  // namespace placard::http
