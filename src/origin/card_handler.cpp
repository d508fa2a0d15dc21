#include "origin/card_handler.h"

#include <memory>
#include <optional>
#include <utility>

#include "origin/cache_policy.h"
#include "origin/fetch_picture.h"

namespace placard::origin {
namespace {

std::string_view source_of(Provenance provenance) {
    switch (provenance) {
        case Provenance::store:
            return "store";
        case Provenance::render:
            return "render";
        case Provenance::pending_save:
            return "pending";
    }
    return "";
}

// Not even a default image.
http::Response nothing_to_show() {
    http::Response response = http::plain_response(500);
    response.outcome = http::Outcome::failure;
    return response;
}

}  // namespace

CardHandler::CardHandler(const card::Catalogue& catalogue, Pipeline& pipeline, const DefaultImages& defaults,
                         base::Log& log, const base::Clock& clock)
    : catalogue_(catalogue), pipeline_(pipeline), defaults_(defaults), log_(log), clock_(clock) {}

CardHandler::~CardHandler() {
    for (std::size_t code = 0; code < limits_.size(); ++code) {
        const std::uint64_t held_back = limits_[code].held_back();
        if (held_back == 0) continue;
        log_.warning("card_fallbacks_not_logged",
                     {{"reason", base::name_of(static_cast<base::ErrorCode>(code))}, {"count", held_back}});
    }
}

boost::asio::awaitable<http::Response> CardHandler::handle(const http::Request& request) {
    const std::optional<card::CardAddress> address = catalogue_.find(request.target);
    if (!address) co_return unknown_address();
    const base::Deadline deadline = base::Deadline::at(request.arrived + address->card->deadline);
    PictureResult picture = co_await fetch_picture(pipeline_, *address, deadline);
    if (picture) co_return answer(*address->card, std::move(*picture));
    co_return fall_back(*address, picture.error());
}

http::Response CardHandler::unknown_address() const {
    http::SharedRepresentation image = defaults_.of_unknown();
    if (!image) return nothing_to_show();
    http::Response response;
    response.representation = std::move(image);
    response.trace.source = "default";
    return response;
}

http::Response CardHandler::answer(const card::Card& card, Picture picture) const {
    auto representation = std::make_shared<http::Representation>();
    representation->body = std::move(picture.object.body);
    representation->content_type = std::move(picture.object.info.content_type);
    representation->etag = std::move(picture.object.info.etag);
    representation->last_modified = picture.object.info.last_modified;
    // The configuration's lifetimes, and not those that held when the object was saved.
    representation->policy = card_policy(card);

    http::Response response;
    response.representation = std::move(representation);
    response.trace.card = card.name;
    response.trace.source = source_of(picture.provenance);
    response.trace.store_time = picture.store_time;
    response.trace.queue_time = picture.queue_time;
    response.trace.render_time = picture.render_time;
    return response;
}

http::Response CardHandler::fall_back(const card::CardAddress& address, const base::Error& error) {
    log_fallback(address, error);
    http::SharedRepresentation image = defaults_.of(*address.card);
    http::Response response = image ? http::Response() : nothing_to_show();
    response.trace.card = address.card->name;
    if (!image) return response;
    response.representation = std::move(image);
    response.outcome = http::Outcome::fallback;
    response.trace.source = "default";
    response.trace.fallback_reason = base::name_of(error.code);
    return response;
}

void CardHandler::log_fallback(const card::CardAddress& address, const base::Error& error) {
    const auto held_back = limits_[static_cast<std::size_t>(error.code)].take(clock_.now());
    if (!held_back) return;
    log_.warning("card_fallback", {{"card", address.card->name},
                                   {"id", address.id},
                                   {"reason", base::name_of(error.code)},
                                   {"message", error.message},
                                   {"detail", error.detail},
                                   {"suppressed", *held_back}});
}

}  // namespace placard::origin
