#include "card/character_set.h"

#include "card/percent.h"

namespace placard::card {

CharacterSet CharacterSet::of_segment() {
    CharacterSet set;
    for (char c = ' '; c < 0x7f; ++c) {
        if (is_path_character(c) && c != '/') set.add(c);
    }
    return set;
}

std::optional<char> CharacterSet::common_with(const CharacterSet& other) const {
    for (char c = 0; c < 0x7f; ++c) {
        if (contains(c) && other.contains(c)) return c;
    }
    return std::nullopt;
}

}  // namespace placard::card
