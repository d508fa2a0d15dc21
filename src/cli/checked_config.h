// A configuration as every command takes it: read, and checked together with the files that it names.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "card/card.h"
#include "config/config.h"

namespace placard::cli {

// What can be said of the cards beyond the configuration's own text. Neither stops the other: all at once.
struct CardFindings {
    std::vector<std::string> mistakes;  // "card 'challenge': …": the program does not start
    std::vector<std::string> warnings;  // it starts, but the operator would want to know
};

// Compiles every template, and holds its placeholders against the card's fields and constants.
CardFindings examine_cards(const std::vector<std::shared_ptr<const card::Card>>& cards);

// Prints every mistake to standard error; nullopt where there was one.
std::optional<config::Config> load_checked_config(const std::filesystem::path& file);

}  // namespace placard::cli
