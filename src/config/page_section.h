// What makes a card a page: its address, its token and when it is ready.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "card/card.h"
#include "config/reader.h"

namespace placard::config {

// What is wrong with a page's address; empty where nothing is.
std::string page_address_mistake(std::string_view address, const std::vector<std::string>& field_names);

// Reads page, token, token_header and ready of a card that has the key `page`. field_names: what the card's
// path offers as placeholders; nullptr where the path itself is wrong, so that they can't be checked.
card::PageSource read_page(TableReader& card, const std::vector<std::string>* field_names);

}  // namespace placard::config
