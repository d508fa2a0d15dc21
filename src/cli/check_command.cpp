#include <cstdio>
#include <variant>

#include "browser/browser_renderer.h"
#include "cli/checked_config.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "origin/default_images.h"

namespace placard::cli {
namespace {

void print_card(const card::Card& card) {
    const auto* page = std::get_if<card::PageSource>(&card.source);
    const std::string source = page != nullptr
                                   ? "page " + page->address
                                   : "template " + std::get<card::TemplateSource>(card.source).file.string();
    std::printf("card %s: %s, %s, %dx%d at scale %g\n", card.name.c_str(), card.pattern.text().c_str(),
                source.c_str(), card.viewport.width, card.viewport.height, card.viewport.scale);
}

}  // namespace

ExitCode check(const CheckOptions& options) {
    const auto configuration = load_checked_config(options.config);
    if (!configuration) return ExitCode::configuration;
    for (const auto& card : configuration->cards)
        print_card(*card);

    const auto defaults =
        origin::DefaultImages::load(configuration->cards, configuration->server.default_image);
    if (!defaults) {
        std::fprintf(stderr, "%s: %s\n", options.config.c_str(), describe(defaults.error()).c_str());
        return ExitCode::configuration;
    }
    const auto browser = browser::find_browser(configuration->browser.program);
    if (!browser) return complain(ExitCode::environment, browser.error());
    std::printf("browser: Chromium %s at %s\n", browser->version.c_str(), browser->path.c_str());
    std::printf("%s is right.\n", options.config.c_str());
    return ExitCode::ok;
}

}  // namespace placard::cli
