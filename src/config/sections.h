// One function a section of placard.toml. Each reads its part of the document, records what is wrong with it
// and returns what is right, the rest at its default.
#pragma once

#include <memory>
#include <vector>

#include "config/config.h"
#include "config/reader.h"

namespace placard::config {

Server read_server(TableReader& document);
Cache read_cache(TableReader& document);
Store read_store(TableReader& document);
Browser read_browser(TableReader& document);
Render read_render(TableReader& document);
Log read_log(TableReader& document);
std::vector<StaticFiles> read_static_files(TableReader& document);
std::vector<std::shared_ptr<const card::Card>> read_cards(TableReader& document);

}  // namespace placard::config
