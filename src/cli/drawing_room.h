// Everything that draws the cards of a configuration: the browser, the compiled templates and, where a card's
// page is one that Placard serves itself, a small server on the loopback address for the browser alone.
#pragma once

#include <memory>

#include "base/error.h"
#include "base/log.h"
#include "browser/browser_renderer.h"
#include "card/catalogue.h"
#include "config/config.h"
#include "origin/card_source.h"

namespace placard::cli {

class DrawingRoom {
public:
    // Starts Chromium in the background. `configuration` and `log` outlive the room.
    static base::Result<std::unique_ptr<DrawingRoom>> create(const config::Config& configuration,
                                                             base::Log& log);
    ~DrawingRoom();

    const card::Catalogue& catalogue() const { return catalogue_; }
    const origin::CardSources& sources() const { return *sources_; }
    browser::BrowserRenderer& renderer() { return *renderer_; }
    const browser::BrowserRenderer& renderer() const { return *renderer_; }

private:
    class PageServer;

    explicit DrawingRoom(const config::Config& configuration);

    card::Catalogue catalogue_;
    std::unique_ptr<PageServer> page_server_;  // null where no card needs it
    std::unique_ptr<origin::CardSources> sources_;
    std::unique_ptr<browser::BrowserRenderer> renderer_;
};

}  // namespace placard::cli
