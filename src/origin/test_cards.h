// Cards made in a test.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "card/card.h"
#include "card/catalogue.h"

namespace placard::origin {

inline card::Card card_of(std::string name, std::string path, decltype(card::Card::source) source) {
    return {.name = std::move(name),
            .pattern = card::Pattern::compile(path).value(),
            .source = std::move(source),
            .variables = {},
            .default_image = std::nullopt,
            .viewport = {},
            .allowed_hosts = {},
            .version = {},
            .lifetimes = {}};
}

inline card::PageSource page_source(std::string address = "https://cards.example/?n={n}") {
    card::PageSource source;
    source.address = std::move(address);
    return source;
}

// A page card with one field: its ids are "1" to "9999".
inline card::Card page_card(std::string name = "challenge", std::string path = "/{n:1..9999}") {
    return card_of(std::move(name), std::move(path), page_source());
}

inline std::shared_ptr<const card::Card> shared(card::Card card) {
    return std::make_shared<const card::Card>(std::move(card));
}

}  // namespace placard::origin
