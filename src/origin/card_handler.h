// The pipeline as an HTTP handler: an address in, a picture out, whatever happens.
#pragma once

#include <array>

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "card/catalogue.h"
#include "http/handler.h"
#include "origin/default_images.h"
#include "origin/line_limit.h"
#include "origin/picture.h"
#include "origin/pipeline.h"

namespace placard::origin {

// An address that is no card's: the default image, 200, a short lifetime. A card that can't be had within its
// deadline: its default image, marked as a fallback with the reason. 500 where there is no default image
// either. Each fallback is a line "card_fallback" in the log, a few of each reason a second at most; the next
// line of that reason says how many were left out.
class CardHandler final : public http::Handler {
public:
    // All outlive the handler.
    CardHandler(const card::Catalogue& catalogue, Pipeline& pipeline, const DefaultImages& defaults,
                base::Log& log, const base::Clock& clock = base::system_clock());
    ~CardHandler() override;
    boost::asio::awaitable<http::Response> handle(const http::Request& request) override;

private:
    http::Response unknown_address() const;
    http::Response answer(const card::Card& card, Picture picture) const;
    http::Response fall_back(const card::CardAddress& address, const base::Error& error);
    void log_fallback(const card::CardAddress& address, const base::Error& error);

    const card::Catalogue& catalogue_;
    Pipeline& pipeline_;
    const DefaultImages& defaults_;
    base::Log& log_;
    const base::Clock& clock_;
    std::array<LineLimit, static_cast<std::size_t>(base::ErrorCode::internal) + 1> limits_;  // by error code
};

}  // namespace placard::origin
