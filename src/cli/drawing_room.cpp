#include "cli/drawing_room.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "browser/address.h"
#include "cli/no_observer.h"
#include "cli/static_routes.h"
#include "http/server.h"
#include "render/installed_fonts.h"

namespace placard::cli {
namespace {

const card::PageSource* page_of(const card::Card& card) {
    return std::get_if<card::PageSource>(&card.source);
}

bool is_own_page(const card::Card& card) {
    const card::PageSource* page = page_of(card);
    return page != nullptr && page->address.starts_with('/');
}

template <class T>
void add_if_new(std::vector<T>& list, const T& value) {
    if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

browser::BrowserOptions browser_options(const config::Config& configuration, const std::string& own_address) {
    browser::BrowserOptions options;
    options.program = configuration.browser.program;
    options.processes = configuration.browser.processes;
    options.memory_limit = configuration.browser.memory_limit;
    options.start_timeout = configuration.browser.start_timeout;
    options.scales.clear();
    for (const auto& card : configuration.cards) {
        add_if_new(options.scales, card->viewport.scale);
        for (const std::string& host : card->allowed_hosts)
            add_if_new(options.reachable_hosts, host);
        if (const card::PageSource* page = page_of(*card)) {
            const auto origin = browser::origin_of(is_own_page(*card) ? own_address : page->address);
            if (origin) add_if_new(options.reachable_hosts, origin->host_and_port());
        }
    }
    return options;
}

}  // namespace

// The pages of cards that begin with '/', on a free port of the loopback address.
class DrawingRoom::PageServer {
public:
    static base::Result<std::unique_ptr<PageServer>> create(const config::Config& configuration,
                                                            base::Log& log) {
        auto self = std::unique_ptr<PageServer>(new PageServer(configuration));
        http::ServerOptions options;
        options.listen = {{"127.0.0.1", 0}};
        options.threads = 1;
        auto server = http::Server::create(options, self->routes_.handler(), self->observer_, log);
        if (!server) return tl::unexpected(server.error());
        self->server_ = std::move(*server);
        self->server_->start();
        return self;
    }
    ~PageServer() {
        if (server_) server_->drain(std::chrono::milliseconds(100));
    }
    std::string address() const {
        return "http://127.0.0.1:" + std::to_string(server_->endpoints().front().port);
    }

private:
    explicit PageServer(const config::Config& configuration)
        : routes_(configuration.static_files, nothing_) {}

    NotFound nothing_;
    StaticRoutes routes_;
    NoObserver observer_;
    std::unique_ptr<http::Server> server_;
};

DrawingRoom::DrawingRoom(const config::Config& configuration) : catalogue_(configuration.cards) {}
DrawingRoom::~DrawingRoom() = default;

base::Result<std::unique_ptr<DrawingRoom>> DrawingRoom::create(const config::Config& configuration,
                                                               base::Log& log) {
    auto room = std::unique_ptr<DrawingRoom>(new DrawingRoom(configuration));

    const auto program = browser::find_browser(configuration.browser.program);
    if (!program) return tl::unexpected(program.error());

    const auto& cards = configuration.cards;
    std::string own_address;
    if (std::any_of(cards.begin(), cards.end(), [](const auto& card) { return is_own_page(*card); })) {
        auto server = PageServer::create(configuration, log);
        if (!server) return tl::unexpected(server.error());
        room->page_server_ = std::move(*server);
        own_address = room->page_server_->address();
    }

    // A picture changes with a milestone of Chromium and not with its security patches.
    const std::string milestone = program->version.substr(0, program->version.find('.'));
    auto sources = origin::CardSources::create(
        cards, {"chromium " + milestone, render::installed_fonts_fingerprint(), own_address});
    if (!sources) return tl::unexpected(sources.error());
    room->sources_ = std::make_unique<origin::CardSources>(std::move(*sources));

    auto renderer = browser::BrowserRenderer::create(browser_options(configuration, own_address), log);
    if (!renderer) return tl::unexpected(renderer.error());
    room->renderer_ = std::move(*renderer);
    return room;
}

}  // namespace placard::cli
