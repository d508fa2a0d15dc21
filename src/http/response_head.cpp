#include "http/response_head.h"

#include <algorithm>

#include "http/date.h"
#include "http/structured_fields.h"
#include "http/trace_fields.h"

namespace placard::http {
namespace {

// RFC 9110 section 5.5 without HTAB and obs-text, which none of ours has.
bool is_value(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

bool is_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return c > 0x20 && c < 0x7F &&
               std::string_view("\"(),/:;<=>?@[\\]{}").find(c) == std::string_view::npos;
    });
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

// For values that come from outside this module.
void append_checked_field(std::string& out, std::string_view name, std::string_view value) {
    if (is_value(value)) append_field(out, name, value);
}

void append_status_line(std::string& out, int status) {
    if (status == 200) {
        out.append("HTTP/1.1 200 OK\r\n");
        return;
    }
    out.append("HTTP/1.1 ");
    append_number(out, status);
    out.append(" ").append(reason_phrase(status)).append("\r\n");
}

bool is_ranged(const Response& response) {
    return response.status == 206 && response.range.has_value();
}

void append_content_range(std::string& out, const Response& response) {
    out.append("Content-Range: bytes ");
    append_number(out, response.range->first);
    out.push_back('-');
    append_number(out, response.range->last);
    out.push_back('/');
    append_number(out, response.representation->body.size());
    out.append("\r\n");
}

// A 304 has the fields that tell a cache how to go on, and none about content that it does not have
// (RFC 9110 section 15.4.5).
void append_content_fields(std::string& out, const Response& response) {
    const Representation& representation = *response.representation;
    append_checked_field(out, "Content-Type", representation.content_type);
    out.append("Content-Length: ");
    append_number(out, content_of(response, Method::get).size());
    out.append("\r\n");
    if (is_ranged(response)) append_content_range(out, response);
    const bool success = response.status == 200 || response.status == 206;
    if (success && representation.content_type.starts_with("image/")) out.append("Accept-Ranges: bytes\r\n");
}

void append_representation_fields(std::string& out, const Response& response) {
    const Representation& representation = *response.representation;
    if (!representation.etag.empty()) append_checked_field(out, "ETag", representation.etag);
    if (representation.last_modified)
        append_field(out, "Last-Modified", format_date(*representation.last_modified));
    out.append("Cache-Control: ");
    append_cache_control(out, representation.policy);
    out.append("\r\n");
    if (response.age) {
        out.append("Age: ");
        append_number(out, std::max<std::int64_t>(0, response.age->count()));
        out.append("\r\n");
    }
}

void append_trace_fields(std::string& out, const Trace& trace, std::optional<base::Duration> total) {
    if (!trace.cache_status.empty()) {
        out.append("Cache-Status: ");
        append_cache_status(out, trace);
        out.append("\r\n");
    }
    if (total) {
        out.append("Server-Timing: ");
        append_server_timing(out, trace, *total);
        out.append("\r\n");
    }
}

void append_connection(std::string& out, const ResponseContext& context) {
    if (context.persistence == Persistence::close) {
        out.append("Connection: close\r\n");
    } else if (context.minor_version == 0) {
        out.append("Connection: keep-alive\r\n");
    }
}

}  // namespace

void append_response_head(std::string& out, const Response& response, const ResponseContext& context) {
    append_status_line(out, response.status);
    append_field(out, "Date", context.date);
    if (response.status != 304) append_content_fields(out, response);
    append_representation_fields(out, response);
    out.append("X-Content-Type-Options: nosniff\r\n");
    append_trace_fields(out, response.trace, context.total);
    for (const HeaderField& field : response.fields) {
        if (is_name(field.name)) append_checked_field(out, field.name, field.value);
    }
    append_connection(out, context);
    out.append("\r\n");
}

std::string_view content_of(const Response& response, Method method) {
    if (method == Method::head || response.status == 304) return {};
    const std::string_view body = response.representation->body.view();
    if (!is_ranged(response) || response.range->first >= body.size()) return body;
    return body.substr(response.range->first, response.range->last - response.range->first + 1);
}

}  // namespace placard::http
