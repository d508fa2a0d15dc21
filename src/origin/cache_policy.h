// How long answers of a card may be kept.
#pragma once

#include "card/card.h"
#include "http/message.h"

namespace placard::origin {

// Of the card's picture.
inline http::CachePolicy card_policy(const card::Card& card) {
    http::CachePolicy policy;
    policy.max_age = card.lifetimes.max_age;
    policy.stale_while_revalidate = card.lifetimes.stale_while_revalidate;
    policy.stale_if_error = card.lifetimes.stale_if_error;
    return policy;
}

// Of the default image in the picture's place: nobody shall show it longer than it is needed.
inline http::CachePolicy fallback_policy(const card::Card& card) {
    http::CachePolicy policy;
    policy.max_age = card.lifetimes.fallback_max_age;
    return policy;
}

// Of the default image for an address that is no card's: it may become one with the next configuration.
inline http::CachePolicy unknown_policy() {
    http::CachePolicy policy;
    policy.max_age = std::chrono::seconds(60);
    return policy;
}

}  // namespace placard::origin
