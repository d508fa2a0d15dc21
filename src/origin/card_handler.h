// The pipeline as an HTTP handler: an address in, a picture out, whatever happens.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/log.h"
#include "card/catalogue.h"
#include "http/handler.h"
#include "origin/default_images.h"
#include "origin/pipeline.h"

namespace placard::origin {

// An address that is no card's: the default image, 200, a short lifetime. A card that can't be had within its
// deadline: its default image, marked as a fallback with the reason. 500 where there is no default image either.
class CardHandler final : public http::Handler {
public:
    // All outlive the handler.
    CardHandler(const card::Catalogue& catalogue, Pipeline& pipeline, const DefaultImages& defaults, base::Log& log);
    boost::asio::awaitable<http::Response> handle(const http::Request& request) override;

private:
    const card::Catalogue& catalogue_;
    Pipeline& pipeline_;
    const DefaultImages& defaults_;
    base::Log& log_;
};

}  // namespace placard::origin
