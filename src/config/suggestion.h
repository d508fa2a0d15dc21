// "did you mean": the word that was probably meant.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace placard::config {

// How many letters must be inserted, removed, replaced or swapped with their neighbour to make one of the
// other.
std::size_t edit_distance(std::string_view left, std::string_view right);

// The nearest of the words; nullopt where none is near (at most one change in three letters).
std::optional<std::string> nearest_word(std::string_view written, const std::vector<std::string>& words);

}  // namespace placard::config
