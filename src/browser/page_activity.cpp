#include "browser/page_activity.h"

namespace placard::browser {
namespace {

bool shows_in_the_picture(const std::string& type) {
    return type == "Image" || type == "Font" || type == "Stylesheet";
}

}  // namespace

PageActivity::PageActivity(std::string main_frame) : main_frame_(std::move(main_frame)) {}

void PageActivity::begin_document() {
    begun_ = loaded_ = signalled_ = false;
    status_ = 0;
    in_flight_.clear();
    visible_in_flight_.clear();
    unchanged_since_ = base::system_clock().now();
}

void PageActivity::take(const std::string& method, const Json& params) {
    if (method == "Page.frameNavigated" || method == "Page.documentOpened") {
        // A load event before this one is the old document's.
        if (text_of(object_of(params, "frame"), "id") == main_frame_) begun_ = true;
    } else if (method == "Page.loadEventFired") {
        loaded_ = begun_;
    } else if (method == "Network.requestWillBeSent") {
        begin_request(text_of(params, "requestId"), text_of(params, "type"));
    } else if (method == "Fetch.requestPaused") {
        // The page's own process tells of a request late; a frame may be drawn between that and this.
        const std::string type = text_of(params, "resourceType");
        if (shows_in_the_picture(type)) begin_request(text_of(params, "networkId"), type);
    } else if (method == "Network.responseReceived") {
        if (text_of(params, "type") == "Document" && text_of(params, "frameId") == main_frame_) {
            status_ = number_of(object_of(params, "response"), "status");
        }
    } else if (method == "Network.loadingFinished" || method == "Network.loadingFailed") {
        end_request(text_of(params, "requestId"));
    } else if (method == "Inspector.targetCrashed") {
        crashed_ = true;
    } else if (method == "Runtime.bindingCalled") {
        signalled_ = signalled_ || text_of(params, "name") == ready_binding;
    }
}

void PageActivity::begin_request(const std::string& id, const std::string& type) {
    if (!in_flight_.insert(id).second) return;
    unchanged_since_ = base::system_clock().now();
    if (!shows_in_the_picture(type)) return;
    ++visible_begun_;
    visible_in_flight_.insert(id);
}

void PageActivity::end_request(const std::string& id) {
    if (in_flight_.erase(id) > 0) unchanged_since_ = base::system_clock().now();
    visible_in_flight_.erase(id);
}

}  // namespace placard::browser
