// The default images, read once at the start: what is shown where no card can be.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "base/error.h"
#include "card/card.h"
#include "http/message.h"

namespace placard::origin {

class DefaultImages {
public:
    // for_unknown: of addresses that are no card's; where it is absent, the first card's. An image that can't
    // be read (8 MiB at most), or is none of the four formats, is an error that names the card and the file.
    static base::Result<DefaultImages> load(const std::vector<std::shared_ptr<const card::Card>>& cards,
                                            const std::optional<std::filesystem::path>& for_unknown);

    // Null where there is none.
    http::SharedRepresentation of(const card::Card& card) const;
    http::SharedRepresentation of_unknown() const;

private:
    std::map<std::string, http::SharedRepresentation> by_card_;
    http::SharedRepresentation unknown_;
};

}  // namespace placard::origin
