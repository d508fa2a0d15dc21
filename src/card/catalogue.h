// From the target of a request to the card it asks for.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/image_format.h"
#include "card/card.h"

namespace placard::card {

// A valid address of a card. The shared pointer keeps the card alive however long the request takes.
struct CardAddress {
    std::shared_ptr<const Card> card;
    std::string id;  // canonical
    Parameters parameters;
    base::ImageFormat format = base::ImageFormat::jpeg;

    // "/12-34-10.jpg": the one address of this picture, equal for every spelling that was accepted.
    std::string canonical_path() const;
};

// Immutable; safe to use from any number of threads.
class Catalogue {
public:
    explicit Catalogue(std::vector<std::shared_ptr<const Card>> cards);

    // target: origin-form as it came ("/12-34-10.jpg?v=3"). The query is ignored. Percent-encoded unreserved
    // letters, digits, '-', '_' and '~' are decoded (RFC 3986 section 6.2.2.2); any other percent-encoding,
    // an encoded dot or slash among them, a NUL, a control or a non-ASCII byte makes the address invalid. The
    // first card in the order of the configuration that fits is taken. nullopt: not a card's address.
    std::optional<CardAddress> find(std::string_view target) const;

    // By id and format as a person writes them on a command line: "12-34-10", "12-34-10.png",
    // "/12-34-10.png". Without an extension the format is jpeg.
    std::optional<CardAddress> find_id(std::string_view id) const;

    const std::vector<std::shared_ptr<const Card>>& cards() const { return cards_; }

private:
    std::optional<CardAddress> first_fit(std::string_view path, base::ImageFormat format) const;

    using Indices = std::vector<std::size_t>;  // into cards_, ascending

    std::vector<std::shared_ptr<const Card>> cards_;
    // So that a long catalogue is not tried card by card: the cards whose pattern begins with a literal
    // segment, by that segment, and those whose first segment has a field.
    std::map<std::string, Indices, std::less<>> by_first_segment_;
    Indices with_open_segment_;
};

}  // namespace placard::card
