#include "http/message.h"

#include "http/ascii.h"
#include "http/structured_fields.h"

namespace placard::http {
std::string_view Request::path() const {
    return std::string_view(target).substr(0, target.find('?'));
}

std::string_view Request::query() const {
    const std::size_t mark = target.find('?');
    return mark == std::string::npos ? std::string_view() : std::string_view(target).substr(mark + 1);
}

const std::string* Request::field(std::string_view name) const {
    for (const HeaderField& candidate : fields) {
        if (equal_ignoring_case(candidate.name, name)) return &candidate.value;
    }
    return nullptr;
}

std::string to_cache_control(const CachePolicy& policy) {
    std::string text;
    append_cache_control(text, policy);
    return text;
}

void append_cache_control(std::string& out, const CachePolicy& policy) {
    if (policy.no_store) {
        out.append("no-store");
        return;
    }
    out.append("public, max-age=");
    append_number(out, policy.max_age.count());
    if (policy.stale_while_revalidate.count() > 0) {
        out.append(", stale-while-revalidate=");
        append_number(out, policy.stale_while_revalidate.count());
    }
    if (policy.stale_if_error.count() > 0) {
        out.append(", stale-if-error=");
        append_number(out, policy.stale_if_error.count());
    }
}

Response plain_response(int status) {
    auto representation = std::make_shared<Representation>();
    std::string text = std::to_string(status);
    text.append(" ").append(reason_phrase(status)).append("\n");
    representation->body = base::Blob(std::move(text));
    representation->content_type = "text/plain; charset=utf-8";
    representation->policy.no_store = true;

    Response response;
    response.status = status;
    response.representation = std::move(representation);
    response.outcome = status >= 400 ? Outcome::failure : Outcome::answer;
    // RFC 9110 section 15.5.6: a 405 must say which methods there are.
    if (status == 405) response.fields.push_back({"Allow", "GET, HEAD"});
    if (status == 503) response.fields.push_back({"Retry-After", "1"});
    return response;
}

// RFC 9110 section 15, RFC 6585 for 429 and 431.
std::string_view reason_phrase(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 410:
            return "Gone";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 416:
            return "Range Not Satisfiable";
        case 421:
            return "Misdirected Request";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        default:
            return "Unknown";
    }
}

}  // namespace placard::http
