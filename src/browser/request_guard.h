// Answers every request of a page before it leaves the browser (the Fetch domain of the DevTools protocol).
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/secret.h"
#include "browser/address.h"
#include "browser/devtools.h"

namespace placard::browser {

// The origin on which a template's document stands. It exists inside of the guard only.
inline constexpr const char* template_address = "http://template.placard.invalid/";

enum class Scripts { off, on };

// What one job lets its page load.
struct Allowance {
    HostSet hosts;
    // Of a template: its document and the folder that relative references are answered from.
    struct Files {
        std::filesystem::path folder;
        std::string document;
        Scripts scripts = Scripts::off;
    };
    std::optional<Files> files;
    // Of a page: sent with requests to the origin of its address, as long as its document is of that origin.
    std::vector<std::pair<std::string, base::Secret>> headers;
};

// data: and blob: are allowed. Of the network a page reaches the hosts of its job and, where it is no
// template, the origin of the address that it was opened with.
class RequestGuard {
public:
    // devtools and log outlive it. main_frame: the frame whose document is the page's.
    RequestGuard(DevTools& devtools, base::Log& log, std::string main_frame);

    void begin_job(Allowance allowance);

    // Takes a Fetch.requestPaused event of the page's session, or of one of its frames or workers.
    void answer(const Json& paused, const std::string& session);

    // A host that was refused although the picture needs it: for the document itself, a style sheet, an image
    // or a font.
    const std::optional<std::string>& needed_but_refused() const { return needed_but_refused_; }
    // Whether the job let any request through to the network.
    bool used_network() const { return used_network_; }

private:
    void answer_template(const Json& paused, const std::string& session);
    void answer_network(const Json& paused, const std::string& session, const Origin& origin);
    void follow_document(const Origin& origin);
    void let_through(const Json& paused, const std::string& session, bool with_headers);
    void refuse(const Json& paused, const std::string& session, const std::string& host);
    void give_document(const Json& paused, const std::string& session);
    void fulfil(const Json& paused, const std::string& session, int status, Json headers,
                std::string_view body);
    bool is_document(const Json& paused) const;

    DevTools& devtools_;
    base::Log& log_;
    const std::string main_frame_;

    Allowance allowance_;
    std::optional<Origin> own_;  // of the address that a page was opened with
    bool document_is_own_ = true;
    bool document_given_ = false;
    bool used_network_ = false;
    std::optional<std::string> needed_but_refused_;
    std::set<std::string> logged_;
};

}  // namespace placard::browser
