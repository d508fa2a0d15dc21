#include "browser/request_guard.h"

#include <algorithm>
#include <array>

#include "browser/base64.h"
#include "browser/template_file.h"

namespace placard::browser {
namespace {

// A page that asks for ever new hosts must not fill the log.
constexpr std::size_t max_log_lines = 10;

// The origin of template_address.
bool is_template_origin(const Origin& origin) {
    return origin == *origin_of(template_address);
}

bool stays_in_the_browser(std::string_view url) {
    return url.starts_with("data:") || url.starts_with("blob:") || url.starts_with("about:");
}

bool shows_in_the_picture(std::string_view resource_type) {
    constexpr std::array types{"Stylesheet", "Image", "Font"};
    return std::ranges::find(types, resource_type) != types.end();
}

bool same_name(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

Json header(std::string_view name, std::string_view value) {
    return {{"name", name}, {"value", value}};
}

std::string url_of(const Json& paused) {
    return text_of(object_of(paused, "request"), "url");
}

}  // namespace

RequestGuard::RequestGuard(DevTools& devtools, base::Log& log, std::string main_frame)
    : devtools_(devtools), log_(log), main_frame_(std::move(main_frame)) {}

void RequestGuard::begin_job(Allowance allowance) {
    allowance_ = std::move(allowance);
    own_.reset();
    document_is_own_ = true;
    document_given_ = false;
    used_network_ = false;
    needed_but_refused_.reset();
    logged_.clear();
}

void RequestGuard::answer(const Json& paused, const std::string& session) {
    const std::string url = url_of(paused);
    const auto origin = origin_of(url);
    if (!origin) {
        if (stays_in_the_browser(url)) return let_through(paused, session, false);
        return refuse(paused, session, url.substr(0, url.find(':') + 1));
    }
    if (allowance_.files && is_template_origin(*origin)) return answer_template(paused, session);
    answer_network(paused, session, *origin);
}

void RequestGuard::answer_template(const Json& paused, const std::string& session) {
    const std::string path = path_of(url_of(paused));
    if (is_document(paused)) return give_document(paused, session);
    const auto file = read_template_file(allowance_.files->folder, path);
    if (file) {
        // A page that is kept for a template need not load its files for every picture; an edited one shows
        // soon.
        return fulfil(
            paused, session, 200,
            Json::array({header("Content-Type", file->content_type), header("Cache-Control", "max-age=60"),
                         header("X-Content-Type-Options", "nosniff")}),
            file->bytes);
    }
    if (logged_.size() < max_log_lines && logged_.insert(path).second) {
        log_.warning("template_file_missing", {{"file", path},
                                               {"folder", allowance_.files->folder.string()},
                                               {"reason", file.error().message}});
    }
    fulfil(paused, session, 404, Json::array({header("Cache-Control", "no-store")}), "");
}

void RequestGuard::give_document(const Json& paused, const std::string& session) {
    // A document that navigates by itself (a refresh, a script) would replace the one that was asked for.
    if (document_given_) return refuse(paused, session, "a second document");
    document_given_ = true;
    Json headers = Json::array({header("Content-Type", "text/html; charset=utf-8")});
    // The browser has been told to run no scripts; the document says so itself, too.
    if (allowance_.files->scripts == Scripts::off) {
        headers.push_back(header("Content-Security-Policy", "script-src 'none'"));
    }
    fulfil(paused, session, 200, std::move(headers), allowance_.files->document);
}

void RequestGuard::answer_network(const Json& paused, const std::string& session, const Origin& origin) {
    if (is_document(paused) && !allowance_.files) {
        if (!own_) own_ = origin;  // the address that the page was opened with comes first
        follow_document(origin);
    }
    const bool own = own_ && *own_ == origin;
    if (!own && !allowance_.hosts.contains(origin)) return refuse(paused, session, origin.host_and_port());
    used_network_ = true;
    let_through(paused, session, own && document_is_own_);
}

// Once the document has moved to another origin, that origin decides what is requested, and gets no secret of
// ours to send.
void RequestGuard::follow_document(const Origin& origin) {
    if (*own_ != origin) document_is_own_ = false;
}

// The request's headers are set anew where ours belong to it, and where it carries ours although they don't:
// a redirect takes over what its predecessor was sent with.
void RequestGuard::let_through(const Json& paused, const std::string& session, bool with_headers) {
    Json command{{"requestId", text_of(paused, "requestId")}};
    if (!allowance_.headers.empty()) {
        Json headers = Json::array();
        bool changed = with_headers;
        for (const auto& [name, value] : object_of(object_of(paused, "request"), "headers").items()) {
            const bool ours = std::ranges::any_of(allowance_.headers, [&name = name](const auto& header) {
                return same_name(header.first, name);
            });
            changed = changed || ours;
            if (!ours) headers.push_back({{"name", name}, {"value", value}});
        }
        if (with_headers) {
            for (const auto& [name, value] : allowance_.headers) {
                headers.push_back({{"name", name}, {"value", value.reveal()}});
            }
        }
        if (changed) command["headers"] = std::move(headers);
    }
    devtools_.tell("Fetch.continueRequest", command, session);
}

void RequestGuard::refuse(const Json& paused, const std::string& session, const std::string& host) {
    const std::string type = text_of(paused, "resourceType");
    const bool document = is_document(paused);
    const bool second_document = document && allowance_.files.has_value();
    if (!second_document && (document || shows_in_the_picture(type))) needed_but_refused_ = host;
    if (logged_.size() < max_log_lines && logged_.insert(host).second) {
        log_.warning("browser_request_refused", {{"host", host}, {"type", type}});
    }
    // An aborted navigation leaves the old document; a blocked one would show an error page in its place.
    devtools_.tell("Fetch.failRequest",
                   {{"requestId", text_of(paused, "requestId")},
                    {"errorReason", second_document ? "Aborted" : "BlockedByClient"}},
                   session);
}

void RequestGuard::fulfil(const Json& paused, const std::string& session, int status, Json headers,
                          std::string_view body) {
    devtools_.tell("Fetch.fulfillRequest",
                   {{"requestId", text_of(paused, "requestId")},
                    {"responseCode", status},
                    {"responseHeaders", std::move(headers)},
                    {"body", encode_base64(body)}},
                   session);
}

bool RequestGuard::is_document(const Json& paused) const {
    return text_of(paused, "resourceType") == "Document" && text_of(paused, "frameId") == main_frame_;
}

}  // namespace placard::browser
